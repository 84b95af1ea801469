// ListTagsForResource: the tags of an application or a group.

import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { tagList } from "../../../service/tagging.ts";
import { requireTagged } from "../tags.ts";

export const listTagsForResource = defineOperation<
  Input<ListTagsForResourceCommandInput>,
  ListTagsForResourceCommandOutput
>("ListTagsForResource", ({ ResourceArn }, context) =>
  context.store.read((tx) => ({ Tags: tagList(requireTagged(tx, context, ResourceArn).tags) })),
);
