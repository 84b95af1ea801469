// DeleteVirtualMFADevice: deletes a device that is nobody's.

import type { DeleteVirtualMFADeviceCommandInput, DeleteVirtualMFADeviceCommandOutput } from "@aws-sdk/client-iam";
import { changeIam, removeNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { mfaDeviceAssigned } from "../errors.ts";
import { requireMfaDevice } from "../mfa-devices.ts";

export const deleteVirtualMfaDevice = defineOperation<
  Input<DeleteVirtualMFADeviceCommandInput>,
  DeleteVirtualMFADeviceCommandOutput
>("DeleteVirtualMFADevice", ({ SerialNumber: serialNumber }, { account, store }) => {
  changeIam<void>(store, (tx) => {
    const device = requireMfaDevice(tx, account, serialNumber);
    if (device.userName !== undefined) throw mfaDeviceAssigned();
    removeNamed(tx, account, "mfa", device.name);
  });
  return {};
});
