// ChangeTagsForResource: adds tags to a zone or a health check and removes others.

import type { ChangeTagsForResourceCommandInput, ChangeTagsForResourceCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { withTags } from "../resource-tags.ts";

export const changeTagsForResource = defineOperation<
  Input<ChangeTagsForResourceCommandInput>,
  ChangeTagsForResourceCommandOutput
>("ChangeTagsForResource", (input, context) => {
  const { ResourceType: type, ResourceId: id, AddTags: added = [], RemoveTagKeys: removed = [] } = input;
  context.store.write((tx) => withTags(tx, context, { type, id }, { added, removed }));
  return {};
});
