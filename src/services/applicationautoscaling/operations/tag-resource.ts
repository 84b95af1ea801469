// TagResource: adds tags to a scalable target, or gives those that are there other values.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-application-auto-scaling";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { saveTarget } from "../repo.ts";
import { requireTags, requireTargetByArn } from "../targets.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  ({ ResourceARN, Tags }, context) => {
    context.store.write((tx) => {
      const target = requireTargetByArn(tx, context, ResourceARN);
      saveTarget(tx, context, { ...target, tags: requireTags(ResourceARN, { ...target.tags, ...Tags }) });
    });
    return {};
  },
);
