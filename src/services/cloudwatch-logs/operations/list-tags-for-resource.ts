// ListTagsForResource. AWS: ListTagsForResource (API reference).

import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { groupOfArn, readTags } from "../tagging.ts";

export const listTagsForResource = defineOperation<
  Input<ListTagsForResourceCommandInput>,
  ListTagsForResourceCommandOutput
>("ListTagsForResource", ({ resourceArn }, context) => {
  return { tags: { ...readTags(context, groupOfArn(resourceArn)) } };
});
