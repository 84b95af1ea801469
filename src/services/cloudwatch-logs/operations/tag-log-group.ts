// TagLogGroup. AWS: TagLogGroup (API reference), superseded but
// still in use.

import type { TagLogGroupCommandInput, TagLogGroupCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { logGroupNotFound } from "../errors.ts";
import { changeTags } from "../tagging.ts";

export const tagLogGroup = defineOperation<Input<TagLogGroupCommandInput>, TagLogGroupCommandOutput>(
  "TagLogGroup",
  ({ logGroupName, tags }, context) => {
    changeTags(context, logGroupName, (present) => ({ ...present, ...tags }), logGroupNotFound);
    return {};
  },
);
