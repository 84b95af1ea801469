// ListMFADeviceTags: lists the tags of a virtual device.

import type { ListMFADeviceTagsCommandInput, ListMFADeviceTagsCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireMfaDevice } from "../mfa-devices.ts";
import { pageMembers, pageOf } from "../pages.ts";
import { tagItems } from "../tags.ts";

export const listMfaDeviceTags = defineOperation<Input<ListMFADeviceTagsCommandInput>, ListMFADeviceTagsCommandOutput>(
  "ListMFADeviceTags",
  (input, { store, account }) => {
    const { tags } = store.read((tx) => requireMfaDevice(tx, account, input.SerialNumber));
    const page = pageOf(tagItems(tags), input, (tag) => tag.Key);
    return { Tags: [...page.items], ...pageMembers(page) };
  },
);
