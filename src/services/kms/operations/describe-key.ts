// DescribeKey: all that is known of a key but its policy, tags, grants and rotation.

import type { DescribeKeyCommandInput, DescribeKeyCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireGrantTokens } from "../grants.ts";
import { requireKey } from "../keys.ts";
import { keyMetadata } from "../views.ts";

export const describeKey = defineOperation<Input<DescribeKeyCommandInput>, DescribeKeyCommandOutput>(
  "DescribeKey",
  ({ KeyId, GrantTokens }, context) => {
    requireGrantTokens(context, GrantTokens);
    return context.store.read((tx) => ({
      KeyMetadata: keyMetadata(tx, requireKey(context, KeyId, "DescribeKey", {}, tx)),
    }));
  },
);
