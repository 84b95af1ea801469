// UntagResource. AWS: UntagResource (API reference).

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeTags, groupOfArn, withoutKeys } from "../tagging.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  ({ resourceArn, tagKeys }, context) => {
    changeTags(context, groupOfArn(resourceArn), (present) => withoutKeys(present, tagKeys));
    return {};
  },
);
