// TagResource: adds tags to an alarm or a dashboard, or changes them.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-cloudwatch";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parseTags, requireTagged } from "../tags.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  ({ ResourceARN, Tags }, context) => {
    context.store.write((tx) => {
      const resource = requireTagged(tx, context, ResourceARN);
      resource.save(tx, parseTags(Tags, resource.tags));
    });
    return {};
  },
);
