// UntagPolicy: takes tags off a managed policy.

import type { UntagPolicyCommandInput, UntagPolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changePolicy } from "../own-policies.ts";
import { withoutTags } from "../tags.ts";

export const untagPolicy = defineOperation<Input<UntagPolicyCommandInput>, UntagPolicyCommandOutput>(
  "UntagPolicy",
  (input, context) => {
    const { PolicyArn, TagKeys: keys } = input;
    changePolicy(context, PolicyArn, (record) => ({ ...record, tags: withoutTags(record.tags, keys) }));
    return {};
  },
);
