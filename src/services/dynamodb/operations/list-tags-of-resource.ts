// ListTagsOfResource. All tags fit into one answer: there are fifty at most.

import type { ListTagsOfResourceCommandInput, ListTagsOfResourceCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { showTags } from "../tables/tags.ts";
import { requireTags } from "../tables/tagged.ts";

/** ListTagsOfResource. */
export const listTagsOfResource = defineOperation<
  Input<ListTagsOfResourceCommandInput>,
  ListTagsOfResourceCommandOutput
>("ListTagsOfResource", (input, context) => ({ Tags: showTags(requireTags(input.ResourceArn, context)) }));
