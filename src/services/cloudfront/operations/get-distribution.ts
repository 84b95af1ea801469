// GetDistribution: a distribution with its configuration.

import type { GetDistributionCommandInput, GetDistributionCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { distributionShape, requireDistribution } from "../distributions.ts";

export const getDistribution = defineOperation<Input<GetDistributionCommandInput>, GetDistributionCommandOutput>(
  "GetDistribution",
  ({ Id }, context) =>
    context.store.read((tx) => {
      const record = requireDistribution(tx, context.account, Id);
      return { Distribution: distributionShape(tx, record, context), ETag: record.etag };
    }),
);
