// ListVirtualMFADevices: the account's virtual devices, by whether they are somebody's. No seed is shown again.

import type { ListVirtualMFADevicesCommandInput, ListVirtualMFADevicesCommandOutput } from "@aws-sdk/client-iam";
import { listNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { deviceView } from "../mfa-devices.ts";
import { pageMembers, pageOf } from "../pages.ts";

export const listVirtualMfaDevices = defineOperation<
  Input<ListVirtualMFADevicesCommandInput>,
  ListVirtualMFADevicesCommandOutput
>("ListVirtualMFADevices", (input, { account, store }) => {
  const { AssignmentStatus: status = "Any" } = input;
  return store.read((tx) => {
    const devices = [...listNamed(tx, account, "mfa")].filter(
      ({ userName }) => status === "Any" || (status === "Assigned") === (userName !== undefined),
    );
    const page = pageOf(devices, input, (device) => device.name);
    return { VirtualMFADevices: page.items.map((device) => deviceView(tx, account, device)), ...pageMembers(page) };
  });
});
