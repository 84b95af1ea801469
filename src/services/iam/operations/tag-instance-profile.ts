// TagInstanceProfile: sets tags of an instance profile.

import type { TagInstanceProfileCommandInput, TagInstanceProfileCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeInstanceProfile } from "../instance-profiles.ts";
import { withTags } from "../tags.ts";

export const tagInstanceProfile = defineOperation<
  Input<TagInstanceProfileCommandInput>,
  TagInstanceProfileCommandOutput
>("TagInstanceProfile", (input, context) => {
  changeInstanceProfile(context, input.InstanceProfileName, (record) => ({
    ...record,
    tags: withTags(record.tags, input.Tags),
  }));
  return {};
});
