// CreateDistribution: makes a distribution, which serves from then on.

import type { CreateDistributionCommandInput, CreateDistributionCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { createDistribution as create, distributionShape } from "../distributions.ts";
import { allowLogDelivery } from "../logs/bucket.ts";
import { locationOf } from "../locations.ts";

export const createDistribution = defineOperation<
  Input<CreateDistributionCommandInput>,
  CreateDistributionCommandOutput
>("CreateDistribution", async ({ DistributionConfig }, context) => {
  await allowLogDelivery(DistributionConfig, context);
  const record = create(context, DistributionConfig, {});
  const Distribution = context.store.read((tx) => distributionShape(tx, record, context));
  return { Distribution, Location: locationOf(context, record.id), ETag: record.etag };
});
