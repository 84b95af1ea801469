// GetTags: the tags of an API or a stage.

import type { GetTagsCommandInput, GetTagsCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { tagsOf } from "../tags.ts";

export const getTags = defineOperation<Input<GetTagsCommandInput>, GetTagsCommandOutput>(
  "GetTags",
  ({ ResourceArn }, context) => context.store.read((tx) => ({ Tags: { ...tagsOf(tx, context, ResourceArn) } })),
);
