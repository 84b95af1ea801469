// ListTagsForResource: the tags of a zone or a health check.

import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { tagSetOf } from "../resource-tags.ts";

export const listTagsForResource = defineOperation<
  Input<ListTagsForResourceCommandInput>,
  ListTagsForResourceCommandOutput
>("ListTagsForResource", ({ ResourceType: type, ResourceId: id }, context) => ({
  ResourceTagSet: context.store.read((tx) => tagSetOf(tx, context, { type, id })),
}));
