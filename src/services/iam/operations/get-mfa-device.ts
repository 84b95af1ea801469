// GetMFADevice: one device, and whose it is.

import type { GetMFADeviceCommandInput, GetMFADeviceCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireEntity } from "../entities.ts";
import { requireDeviceOf, requireMfaDevice } from "../mfa-devices.ts";

export const getMfaDevice = defineOperation<Input<GetMFADeviceCommandInput>, GetMFADeviceCommandOutput>(
  "GetMFADevice",
  ({ SerialNumber: serialNumber, UserName: userName }, { account, store }) => {
    const device = store.read((tx) => {
      if (userName === undefined) return requireMfaDevice(tx, account, serialNumber);
      requireEntity(tx, account, "user", userName);
      return requireDeviceOf(tx, account, serialNumber, userName);
    });
    return {
      ...(device.userName === undefined ? {} : { UserName: device.userName }),
      SerialNumber: serialNumber,
      ...(device.enabledAtMs === undefined ? {} : { EnableDate: new Date(device.enabledAtMs) }),
    };
  },
);
