// UntagResource: takes tags from an application or a group.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parseTags, requireTagged } from "../tags.ts";
import { required } from "../validation.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  ({ ResourceArn, TagKeys }, context) => {
    if (TagKeys.length === 0) throw required("tagKeys");
    parseTags(TagKeys.map((Key) => ({ Key })));
    context.store.write((tx) => {
      const resource = requireTagged(tx, context, ResourceArn);
      const left = Object.entries(resource.tags).filter(([key]) => !TagKeys.includes(key));
      resource.save(tx, Object.fromEntries(left));
    });
    return {};
  },
);
