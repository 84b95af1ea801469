// DescribeLimits: the quotas of a new account.
// AWS: Developer Guide, "Quotas in Amazon DynamoDB".

import type { DescribeLimitsCommandInput, DescribeLimitsCommandOutput } from "@aws-sdk/client-dynamodb";
import { defineOperation } from "../../../service/service.ts";

/** DescribeLimits. */
export const describeLimits = defineOperation<DescribeLimitsCommandInput, DescribeLimitsCommandOutput>(
  "DescribeLimits",
  () => ({
    AccountMaxReadCapacityUnits: 80_000,
    AccountMaxWriteCapacityUnits: 80_000,
    TableMaxReadCapacityUnits: 40_000,
    TableMaxWriteCapacityUnits: 40_000,
  }),
);
