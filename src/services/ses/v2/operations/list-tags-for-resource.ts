// ListTagsForResource: the tags of a resource.

import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { writeTags } from "../shapes.ts";
import { requireTagged } from "../tagged.ts";

export const listTagsForResource = defineOperation<
  Input<ListTagsForResourceCommandInput>,
  ListTagsForResourceCommandOutput
>("ListTagsForResource", (input, context) => ({
  Tags: writeTags(context.store.read((tx) => requireTagged(tx, context, input.ResourceArn).tags)),
}));
