// TagPolicy: sets tags of a managed policy.

import type { TagPolicyCommandInput, TagPolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changePolicy } from "../own-policies.ts";
import { withTags } from "../tags.ts";

export const tagPolicy = defineOperation<Input<TagPolicyCommandInput>, TagPolicyCommandOutput>(
  "TagPolicy",
  (input, context) => {
    changePolicy(context, input.PolicyArn, (record) => ({ ...record, tags: withTags(record.tags, input.Tags) }));
    return {};
  },
);
