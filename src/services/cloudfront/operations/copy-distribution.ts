// CopyDistribution: makes a distribution with the configuration of another one.

import type { CopyDistributionCommandInput, CopyDistributionCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { createDistribution as create, distributionShape, requireDistribution } from "../distributions.ts";
import { notServed } from "../errors.ts";
import { requireVersion } from "../ids.ts";
import { locationOf } from "../locations.ts";

export const copyDistribution = defineOperation<Input<CopyDistributionCommandInput>, CopyDistributionCommandOutput>(
  "CopyDistribution",
  ({ PrimaryDistributionId, Staging, IfMatch, CallerReference, Enabled }, context) => {
    // A copy that is no staging distribution is what AWS makes for Staging false.
    if (Staging === true) throw notServed("A staging distribution");
    const primary = context.store.read((tx) => requireDistribution(tx, context.account, PrimaryDistributionId));
    if (IfMatch !== undefined) requireVersion(primary.etag, IfMatch);
    // AWS: "CopyDistribution": aliases stay with the primary distribution.
    const config = {
      ...primary.config,
      CallerReference,
      Aliases: { Quantity: 0 },
      Enabled: Enabled ?? primary.config.Enabled,
    };
    const record = create(context, config, {});
    const Distribution = context.store.read((tx) => distributionShape(tx, record, context));
    return { Distribution, Location: locationOf(context, record.id), ETag: record.etag };
  },
);
