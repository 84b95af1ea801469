// ListTagsForResource: a parameter's tags.

import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from "@aws-sdk/client-ssm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireTagged } from "../tagging.ts";

export const listTagsForResource = defineOperation<
  Input<ListTagsForResourceCommandInput>,
  ListTagsForResourceCommandOutput
>("ListTagsForResource", (input, context) => {
  const { tags } = context.store.read((tx) => requireTagged(tx, context, input));
  return { TagList: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
});
