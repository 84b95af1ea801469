// UntagInstanceProfile: takes tags off an instance profile.

import type { UntagInstanceProfileCommandInput, UntagInstanceProfileCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeInstanceProfile } from "../instance-profiles.ts";
import { withoutTags } from "../tags.ts";

export const untagInstanceProfile = defineOperation<
  Input<UntagInstanceProfileCommandInput>,
  UntagInstanceProfileCommandOutput
>("UntagInstanceProfile", (input, context) => {
  const { InstanceProfileName, TagKeys: keys } = input;
  changeInstanceProfile(context, InstanceProfileName, (record) => ({
    ...record,
    tags: withoutTags(record.tags, keys),
  }));
  return {};
});
