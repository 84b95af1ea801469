// ListTagsLogGroup. AWS: ListTagsLogGroup (API reference), superseded but
// still in use.

import type { ListTagsLogGroupCommandInput, ListTagsLogGroupCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { logGroupNotFound } from "../errors.ts";
import { readTags } from "../tagging.ts";

export const listTagsLogGroup = defineOperation<Input<ListTagsLogGroupCommandInput>, ListTagsLogGroupCommandOutput>(
  "ListTagsLogGroup",
  ({ logGroupName }, context) => {
    return { tags: { ...readTags(context, logGroupName, logGroupNotFound) } };
  },
);
