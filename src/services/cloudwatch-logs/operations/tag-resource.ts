// TagResource. AWS: TagResource (API reference).

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeTags, groupOfArn } from "../tagging.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  ({ resourceArn, tags }, context) => {
    changeTags(context, groupOfArn(resourceArn), (present) => ({ ...present, ...tags }));
    return {};
  },
);
