// DescribeLimits: the quotas of a new account.

import type { DescribeLimitsCommandInput, DescribeLimitsCommandOutput } from "@aws-sdk/client-dynamodb";
import { defineOperation } from "../../../service/service.ts";
import { ACCOUNT_QUOTAS } from "../throughput/account-quotas.ts";

/** DescribeLimits. */
export const describeLimits = defineOperation<DescribeLimitsCommandInput, DescribeLimitsCommandOutput>(
  "DescribeLimits",
  () => ({ ...ACCOUNT_QUOTAS }),
);
