// ListPolicyTags: lists the tags of a managed policy.

import type { ListPolicyTagsCommandInput, ListPolicyTagsCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { readPolicy } from "../own-policies.ts";
import { pageMembers, pageOf } from "../pages.ts";
import { tagItems } from "../tags.ts";

export const listPolicyTags = defineOperation<Input<ListPolicyTagsCommandInput>, ListPolicyTagsCommandOutput>(
  "ListPolicyTags",
  (input, context) => {
    const page = pageOf(tagItems(readPolicy(context, input.PolicyArn).record.tags), input, (tag) => tag.Key);
    return { Tags: [...page.items], ...pageMembers(page) };
  },
);
