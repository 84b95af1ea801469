// CreateVirtualMFADevice: makes the secret of a virtual device, and shows it this once: in base 32 and as a picture for authenticator apps.

import type { CreateVirtualMFADeviceCommandInput, CreateVirtualMFADeviceCommandOutput } from "@aws-sdk/client-iam";
import type { MfaDeviceRecord } from "../../../iam/directory/records.ts";
import { changeIam, isNameTaken, listNamed, requireAccount, saveNamed } from "../../../iam/directory/repo.ts";
import { newTotpSecret } from "../../../kernel/totp.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { mfaDeviceExists, quotaExceeded } from "../errors.ts";
import { MOST_DEVICES, SEED_LENGTH, serialNumberOf } from "../mfa-devices.ts";
import { qrCodePng } from "../qr-code.ts";
import { tagItems, withTags } from "../tags.ts";

export const createVirtualMfaDevice = defineOperation<
  Input<CreateVirtualMFADeviceCommandInput>,
  CreateVirtualMFADeviceCommandOutput
>("CreateVirtualMFADevice", async (input, { account, store, clock, random }) => {
  const { VirtualMFADeviceName: name, Path: path = "/" } = input;
  const seed = newTotpSecret(random, SEED_LENGTH);
  // AWS: "otpauth://totp/$virtualMFADeviceName@$AccountName?secret=$Base32String".
  const owner = store.read((tx) => requireAccount(tx, account).alias ?? account);
  const picture = await qrCodePng(`otpauth://totp/${encodeURIComponent(`${name}@${owner}`)}?secret=${seed}`);
  const device: MfaDeviceRecord = {
    v: 1,
    name: `${path.slice(1)}${name}`,
    path: "/",
    seed,
    createdAtMs: clock.nowMs(),
    tags: withTags({}, input.Tags ?? []),
  };
  changeIam<void>(store, (tx) => {
    if (isNameTaken(tx, account, "mfa", device.name)) throw mfaDeviceExists();
    if ([...listNamed(tx, account, "mfa")].length >= MOST_DEVICES)
      throw quotaExceeded("VirtualMFADevicesPerAccount", MOST_DEVICES);
    saveNamed(tx, account, "mfa", device);
  });
  return {
    VirtualMFADevice: {
      SerialNumber: serialNumberOf(account, device),
      Base32StringSeed: Buffer.from(seed),
      QRCodePNG: picture,
      ...(input.Tags === undefined ? {} : { Tags: tagItems(device.tags) }),
    },
  };
});
