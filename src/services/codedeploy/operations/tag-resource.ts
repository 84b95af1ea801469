// TagResource: adds tags to an application or a group.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parseTags, requireTagged } from "../tags.ts";
import { required } from "../validation.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  ({ ResourceArn, Tags }, context) => {
    if (Tags.length === 0) throw required("tags");
    context.store.write((tx) => {
      const resource = requireTagged(tx, context, ResourceArn);
      resource.save(tx, parseTags(Tags, resource.tags));
    });
    return {};
  },
);
