// TagResource: adds tags to a key, or changes their values.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { updateCustomerKey } from "../keys.ts";
import { parseTags, requireTagCount } from "../tags.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  ({ KeyId, Tags }, context) => {
    updateCustomerKey(context, KeyId, "TagResource", ({ record }) => {
      const tags = { ...record.tags, ...parseTags(Tags) };
      requireTagCount(tags);
      return { ...record, tags };
    });
    return {};
  },
);
