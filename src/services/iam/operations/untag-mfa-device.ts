// UntagMFADevice: takes tags from a virtual device.

import type { UntagMFADeviceCommandInput, UntagMFADeviceCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeMfaDevice } from "../mfa-devices.ts";
import { withoutTags } from "../tags.ts";

export const untagMfaDevice = defineOperation<Input<UntagMFADeviceCommandInput>, UntagMFADeviceCommandOutput>(
  "UntagMFADevice",
  (input, context) => {
    changeMfaDevice(context, input.SerialNumber, (device) => ({
      ...device,
      tags: withoutTags(device.tags, input.TagKeys),
    }));
    return {};
  },
);
