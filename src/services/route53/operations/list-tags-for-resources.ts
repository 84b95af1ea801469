// ListTagsForResources: the tags of up to ten zones or health checks.

import type { ListTagsForResourcesCommandInput, ListTagsForResourcesCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { tagSetOf } from "../resource-tags.ts";

export const listTagsForResources = defineOperation<
  Input<ListTagsForResourcesCommandInput>,
  ListTagsForResourcesCommandOutput
>("ListTagsForResources", ({ ResourceType: type, ResourceIds: ids }, context) => ({
  ResourceTagSets: context.store.read((tx) => ids.map((id) => tagSetOf(tx, context, { type, id }))),
}));
