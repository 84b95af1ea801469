// ListMFADevices: the devices of a user.

import type { ListMFADevicesCommandInput, ListMFADevicesCommandOutput } from "@aws-sdk/client-iam";
import { loadNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireEntity, userNameOf } from "../entities.ts";
import { serialNumberOf } from "../mfa-devices.ts";
import { pageMembers, pageOf } from "../pages.ts";

export const listMfaDevices = defineOperation<Input<ListMFADevicesCommandInput>, ListMFADevicesCommandOutput>(
  "ListMFADevices",
  (input, context) => {
    const { account, store } = context;
    const userName = userNameOf(input, context);
    const devices = store.read((tx) => {
      const { mfaDevices = [] } = requireEntity(tx, account, "user", userName);
      return mfaDevices.flatMap((name) => loadNamed(tx, account, "mfa", name) ?? []);
    });
    const page = pageOf(devices, input, (device) => device.name);
    return {
      MFADevices: page.items.map((device) => ({
        UserName: userName,
        SerialNumber: serialNumberOf(account, device),
        EnableDate: new Date(device.enabledAtMs ?? device.createdAtMs),
      })),
      ...pageMembers(page),
    };
  },
);
