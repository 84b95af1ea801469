// GetDistributionConfig: the configuration alone, as UpdateDistribution takes it.

import type { GetDistributionConfigCommandInput, GetDistributionConfigCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireDistribution } from "../distributions.ts";

export const getDistributionConfig = defineOperation<
  Input<GetDistributionConfigCommandInput>,
  GetDistributionConfigCommandOutput
>("GetDistributionConfig", ({ Id }, { store, account }) => {
  const { config, etag } = store.read((tx) => requireDistribution(tx, account, Id));
  return { DistributionConfig: config, ETag: etag };
});
