// TagResource: adds tags, or changes their values.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireOwnArn } from "../names.ts";
import { changeTags } from "../tags.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  (input, context) => {
    requireOwnArn(input.ResourceArn);
    changeTags(context, input.ResourceArn, (tags) => ({ ...tags, ...input.Tags }));
    return {};
  },
);
