// CreateDistributionWithTags: makes a distribution that has tags from the beginning.

import type {
  CreateDistributionWithTagsCommandInput,
  CreateDistributionWithTagsCommandOutput,
} from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { createDistribution as create, distributionShape } from "../distributions.ts";
import { allowLogDelivery } from "../logs/bucket.ts";
import { locationOf } from "../locations.ts";
import { checkTags } from "../tags.ts";

export const createDistributionWithTags = defineOperation<
  Input<CreateDistributionWithTagsCommandInput>,
  CreateDistributionWithTagsCommandOutput
>("CreateDistributionWithTags", async ({ DistributionConfigWithTags: { DistributionConfig, Tags } }, context) => {
  await allowLogDelivery(DistributionConfig, context);
  const record = create(context, DistributionConfig, checkTags(Tags.Items ?? []));
  const Distribution = context.store.read((tx) => distributionShape(tx, record, context));
  return { Distribution, Location: locationOf(context, record.id), ETag: record.etag };
});
