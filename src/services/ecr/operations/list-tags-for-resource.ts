// ListTagsForResource: a repository's tags.

import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from "@aws-sdk/client-ecr";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { tagList } from "../../../service/tagging.ts";
import { requireTagged } from "../tags.ts";

export const listTagsForResource = defineOperation<
  Input<ListTagsForResourceCommandInput>,
  ListTagsForResourceCommandOutput
>("ListTagsForResource", (input, context) => ({ tags: tagList(requireTagged(context, input.resourceArn).tags) }));
