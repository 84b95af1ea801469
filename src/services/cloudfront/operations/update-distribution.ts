// UpdateDistribution: replaces the configuration, which is served from then on.

import type { UpdateDistributionCommandInput, UpdateDistributionCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeConfig, distributionShape, requireDistribution } from "../distributions.ts";
import { allowLogDelivery } from "../logs/bucket.ts";
import { requireVersion } from "../ids.ts";

export const updateDistribution = defineOperation<
  Input<UpdateDistributionCommandInput>,
  UpdateDistributionCommandOutput
>("UpdateDistribution", async ({ Id, IfMatch, DistributionConfig }, context) => {
  // Before anything of the caller's is done elsewhere.
  context.store.read((tx) => requireVersion(requireDistribution(tx, context.account, Id).etag, IfMatch));
  await allowLogDelivery(DistributionConfig, context);
  return context.store.write((tx) => {
    const before = requireDistribution(tx, context.account, Id);
    requireVersion(before.etag, IfMatch);
    const after = changeConfig(tx, context, before, DistributionConfig);
    return { Distribution: distributionShape(tx, after, context), ETag: after.etag };
  });
});
