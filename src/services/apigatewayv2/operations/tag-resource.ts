// TagResource: adds tags to an API or a stage.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeTags } from "../tags.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  ({ ResourceArn, Tags = {} }, context) =>
    context.store.write((tx) => {
      changeTags(tx, context, ResourceArn, (tags) => ({ ...tags, ...Tags }));
      return {};
    }),
);
