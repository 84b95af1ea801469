// ListTagsForResource: the tags of a rule or a bus.

import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { tagList } from "../../../service/tagging.ts";
import { tagsOf } from "../tags.ts";

export const listTagsForResource = defineOperation<
  Input<ListTagsForResourceCommandInput>,
  ListTagsForResourceCommandOutput
>("ListTagsForResource", (input, context) => ({
  Tags: tagList(context.store.read((tx) => tagsOf(tx, context, input.ResourceARN))),
}));
