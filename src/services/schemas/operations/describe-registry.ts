// DescribeRegistry: a registry.

import type { DescribeRegistryCommandInput, DescribeRegistryCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeRegistry as describe } from "../describe.ts";
import { requireRegistry } from "../require.ts";

export const describeRegistry = defineOperation<Input<DescribeRegistryCommandInput>, DescribeRegistryCommandOutput>(
  "DescribeRegistry",
  (input, context) => {
    return describe(context, requireRegistry(context, input.RegistryName));
  },
);
