// ListTagsForResource: the tags of a machine or an activity.

import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { tagsOf } from "../tagged.ts";
import { showTags } from "../tags.ts";

export const listTagsForResource = defineOperation<
  Input<ListTagsForResourceCommandInput>,
  ListTagsForResourceCommandOutput
>("ListTagsForResource", ({ resourceArn }, context) => ({
  tags: showTags(context.store.read((tx) => tagsOf(tx, context, resourceArn))),
}));
