// DescribeEndpoints: where the service is reached, for clients with endpoint discovery: here, as the client reached it.

import type { DescribeEndpointsCommandInput, DescribeEndpointsCommandOutput } from "@aws-sdk/client-dynamodb";
import { defineOperation } from "../../../service/service.ts";

/** How long clients may remember the answer: AWS's own number. */
const CACHE_MINUTES = 1440;

/** DescribeEndpoints. */
export const describeEndpoints = defineOperation<DescribeEndpointsCommandInput, DescribeEndpointsCommandOutput>(
  "DescribeEndpoints",
  (_input, context) => ({
    Endpoints: [{ Address: new URL(context.origin).host, CachePeriodInMinutes: CACHE_MINUTES }],
  }),
);
