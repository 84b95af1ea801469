// ListTagsForResource: a group's tags.

import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from "@aws-sdk/client-scheduler";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { groupNotFound } from "../errors.ts";
import { findGroup } from "../groups.ts";
import { parseGroupArn } from "../names.ts";

export const listTagsForResource = defineOperation<
  Input<ListTagsForResourceCommandInput>,
  ListTagsForResourceCommandOutput
>("ListTagsForResource", (input, context) => {
  const { scope, groupName } = parseGroupArn(input.ResourceArn);
  const group = context.store.read((tx) => findGroup(tx, scope, groupName));
  if (group === undefined) throw groupNotFound(groupName);
  return { Tags: Object.entries(group.tags).map(([Key, Value]) => ({ Key, Value })) };
});
