// TagResource: sets tags of what an ARN names.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireTagged, requireTags } from "../tags.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  (input, context) => {
    context.store.write((tx) => {
      const tagged = requireTagged(tx, context, input.resourceArn);
      const tags = { ...tagged.tags, ...input.tags };
      requireTags(tags);
      tagged.save(tx, tags);
    });
    return {};
  },
);
