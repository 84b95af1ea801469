// ResyncMFADevice: learns by two consecutive codes how far the clock of a user's device is off.

import type { ResyncMFADeviceCommandInput, ResyncMFADeviceCommandOutput } from "@aws-sdk/client-iam";
import { synchronize } from "../../../iam/directory/mfa-devices.ts";
import { changeIam, saveNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireEntity } from "../entities.ts";
import { wrongMfaCodes } from "../errors.ts";
import { requireDeviceOf } from "../mfa-devices.ts";

export const resyncMfaDevice = defineOperation<Input<ResyncMFADeviceCommandInput>, ResyncMFADeviceCommandOutput>(
  "ResyncMFADevice",
  ({ UserName: userName, SerialNumber: serialNumber, ...codes }, { account, store, clock }) => {
    changeIam<void>(store, (tx) => {
      requireEntity(tx, account, "user", userName);
      const device = requireDeviceOf(tx, account, serialNumber, userName);
      const both = [codes.AuthenticationCode1, codes.AuthenticationCode2] as const;
      const synchronized = synchronize(device, both, clock.nowMs());
      if (synchronized === undefined) throw wrongMfaCodes();
      saveNamed(tx, account, "mfa", synchronized);
    });
    return {};
  },
);
