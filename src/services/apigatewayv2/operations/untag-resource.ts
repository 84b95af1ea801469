// UntagResource: takes tags from an API or a stage.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeTags } from "../tags.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  ({ ResourceArn, TagKeys }, context) =>
    context.store.write((tx) => {
      changeTags(tx, context, ResourceArn, (tags) =>
        Object.fromEntries(Object.entries(tags).filter(([name]) => !TagKeys.includes(name))),
      );
      return {};
    }),
);
