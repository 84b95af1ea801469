// UntagResource: takes tags from an application or a group.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireTagged } from "../tags.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  ({ ResourceArn, TagKeys }, context) => {
    context.store.write((tx) => {
      const resource = requireTagged(tx, context, ResourceArn);
      const left = Object.entries(resource.tags).filter(([key]) => !TagKeys.includes(key));
      resource.save(tx, Object.fromEntries(left));
    });
    return {};
  },
);
