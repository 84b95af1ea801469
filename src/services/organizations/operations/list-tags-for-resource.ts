// ListTagsForResource: lists tags.

import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { tagList } from "../../../service/tagging.ts";
import { inspect } from "../organization.ts";
import { loadTags } from "../repo.ts";
import { requireTaggable } from "../tags.ts";

export const listTagsForResource = defineOperation<
  Input<ListTagsForResourceCommandInput>,
  ListTagsForResourceCommandOutput
>("ListTagsForResource", (input, context) => {
  return inspect(context, (tx, organization) => {
    requireTaggable(tx, organization, input.ResourceId);
    return { Tags: tagList(loadTags(tx, organization.id, input.ResourceId)) };
  });
});
