// DeactivateMFADevice: takes a device from its user. It stays, with its secret, for whoever enables it again.

import type { DeactivateMFADeviceCommandInput, DeactivateMFADeviceCommandOutput } from "@aws-sdk/client-iam";
import { changeIam, saveNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireEntity, userNameOf } from "../entities.ts";
import { requireDeviceOf } from "../mfa-devices.ts";

export const deactivateMfaDevice = defineOperation<
  Input<DeactivateMFADeviceCommandInput>,
  DeactivateMFADeviceCommandOutput
>("DeactivateMFADevice", (input, context) => {
  const userName = userNameOf(input, context);
  const { account, store } = context;
  changeIam<void>(store, (tx) => {
    const user = requireEntity(tx, account, "user", userName);
    const device = requireDeviceOf(tx, account, input.SerialNumber, userName);
    const { userName: _user, enabledAtMs: _at, ...rest } = device;
    saveNamed(tx, account, "mfa", rest);
    const mfaDevices = (user.mfaDevices ?? []).filter((name) => name !== device.name);
    saveNamed(tx, account, "user", { ...user, mfaDevices });
  });
  return {};
});
