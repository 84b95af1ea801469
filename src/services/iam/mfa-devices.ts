// Virtual MFA devices as IAM's operations find and change them.

import type { VirtualMFADevice } from "@aws-sdk/client-iam";
import { findMfaDevice } from "../../iam/directory/mfa-devices.ts";
import { arnOf } from "../../iam/directory/names.ts";
import type { MfaDeviceRecord } from "../../iam/directory/records.ts";
import { changeIam, loadNamed, saveNamed } from "../../iam/directory/repo.ts";
import type { Context } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { mfaDeviceNotFound } from "./errors.ts";
import { userView } from "./views.ts";

/** LIMIT: AWS: "IAM and AWS STS quotas": MFA devices of a user. */
export const MOST_DEVICES_OF_USER = 8;
/** LIMIT: AWS: the same page: as many virtual devices as the account may have users. */
export const MOST_DEVICES = 5_000;
/** AWS's seeds are so long. */
export const SEED_LENGTH = 64;

/** The serial number of a virtual device is its ARN. */
export function serialNumberOf(account: string, device: MfaDeviceRecord): string {
  return arnOf(account, "mfa", device);
}

/** The device of this serial number; throws NoSuchEntity. */
export function requireMfaDevice(tx: ReadTx, account: string, serialNumber: string): MfaDeviceRecord {
  const device = findMfaDevice(tx, account, serialNumber);
  if (device === undefined) throw mfaDeviceNotFound(serialNumber);
  return device;
}

/** The device of this serial number if it is the user's; throws NoSuchEntity. */
export function requireDeviceOf(tx: ReadTx, account: string, serialNumber: string, userName: string): MfaDeviceRecord {
  const device = requireMfaDevice(tx, account, serialNumber);
  if (device.userName !== userName) throw mfaDeviceNotFound(serialNumber);
  return device;
}

/** Replaces a device by what `change` makes of it. */
export function changeMfaDevice(
  { store, account }: Context,
  serialNumber: string,
  change: (device: MfaDeviceRecord) => MfaDeviceRecord,
): void {
  changeIam<void>(store, (tx) => {
    saveNamed(tx, account, "mfa", change(requireMfaDevice(tx, account, serialNumber)));
  });
}

/** A device as lists show it: with its user, without its seed. */
export function deviceView(tx: ReadTx, account: string, device: MfaDeviceRecord): VirtualMFADevice {
  const user = device.userName === undefined ? undefined : loadNamed(tx, account, "user", device.userName);
  return {
    SerialNumber: serialNumberOf(account, device),
    ...(user === undefined ? {} : { User: userView(account, user, "listed") }),
    ...(device.enabledAtMs === undefined ? {} : { EnableDate: new Date(device.enabledAtMs) }),
  };
}
