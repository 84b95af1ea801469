// TagMFADevice: sets tags of a virtual device.

import type { TagMFADeviceCommandInput, TagMFADeviceCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeMfaDevice } from "../mfa-devices.ts";
import { withTags } from "../tags.ts";

export const tagMfaDevice = defineOperation<Input<TagMFADeviceCommandInput>, TagMFADeviceCommandOutput>(
  "TagMFADevice",
  (input, context) => {
    changeMfaDevice(context, input.SerialNumber, (device) => ({ ...device, tags: withTags(device.tags, input.Tags) }));
    return {};
  },
);
