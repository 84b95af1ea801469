// UntagLogGroup. AWS: UntagLogGroup (API reference), superseded but
// still in use.

import type { UntagLogGroupCommandInput, UntagLogGroupCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { logGroupNotFound } from "../errors.ts";
import { changeTags, withoutKeys } from "../tagging.ts";

export const untagLogGroup = defineOperation<Input<UntagLogGroupCommandInput>, UntagLogGroupCommandOutput>(
  "UntagLogGroup",
  ({ logGroupName, tags }, context) => {
    changeTags(context, logGroupName, (present) => withoutKeys(present, tags), logGroupNotFound);
    return {};
  },
);
