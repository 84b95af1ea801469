// EnableMFADevice: makes a virtual device a user's, who proves by two consecutive codes to have it.

import type { EnableMFADeviceCommandInput, EnableMFADeviceCommandOutput } from "@aws-sdk/client-iam";
import { synchronize } from "../../../iam/directory/mfa-devices.ts";
import { changeIam, saveNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireEntity } from "../entities.ts";
import { mfaDeviceInUse, quotaExceeded, wrongMfaCodes } from "../errors.ts";
import { MOST_DEVICES_OF_USER, requireMfaDevice } from "../mfa-devices.ts";

export const enableMfaDevice = defineOperation<Input<EnableMFADeviceCommandInput>, EnableMFADeviceCommandOutput>(
  "EnableMFADevice",
  ({ UserName: userName, SerialNumber: serialNumber, ...codes }, { account, store, clock }) => {
    const nowMs = clock.nowMs();
    changeIam<void>(store, (tx) => {
      const user = requireEntity(tx, account, "user", userName);
      const device = requireMfaDevice(tx, account, serialNumber);
      if (device.userName !== undefined) throw mfaDeviceInUse(serialNumber);
      const { mfaDevices: others = [] } = user;
      if (others.length >= MOST_DEVICES_OF_USER) throw quotaExceeded("MFADevicesPerUser", MOST_DEVICES_OF_USER);
      const synchronized = synchronize(device, [codes.AuthenticationCode1, codes.AuthenticationCode2], nowMs);
      if (synchronized === undefined) throw wrongMfaCodes();
      saveNamed(tx, account, "mfa", { ...synchronized, userName, enabledAtMs: nowMs });
      saveNamed(tx, account, "user", { ...user, mfaDevices: [...others, device.name] });
    });
    return {};
  },
);
