// TagResource: adds tags to an application or a group.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parseTags, requireTagged } from "../tags.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  ({ ResourceArn, Tags }, context) => {
    context.store.write((tx) => {
      const resource = requireTagged(tx, context, ResourceArn);
      resource.save(tx, parseTags(Tags, resource.tags));
    });
    return {};
  },
);
