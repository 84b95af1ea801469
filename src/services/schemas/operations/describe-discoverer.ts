// DescribeDiscoverer: a discoverer.

import type { DescribeDiscovererCommandInput, DescribeDiscovererCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeDiscoverer as describe } from "../describe.ts";
import { requireDiscoverer } from "../require.ts";

export const describeDiscoverer = defineOperation<
  Input<DescribeDiscovererCommandInput>,
  DescribeDiscovererCommandOutput
>("DescribeDiscoverer", (input, context) => {
  return describe(context, requireDiscoverer(context, input.DiscovererId));
});
