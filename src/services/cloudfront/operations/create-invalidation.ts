// CreateInvalidation: takes objects out of the cache before their time.

import type { CreateInvalidationCommandInput, CreateInvalidationCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireDistribution } from "../distributions.ts";
import { invalidate } from "../edge/cache/caches.ts";
import { createInvalidation as create, invalidationShape } from "../invalidations.ts";
import { locationOf } from "../locations.ts";

export const createInvalidation = defineOperation<
  Input<CreateInvalidationCommandInput>,
  CreateInvalidationCommandOutput
>("CreateInvalidation", ({ DistributionId, InvalidationBatch }, context) => {
  const { store, account } = context;
  const record = store.write((tx) => {
    requireDistribution(tx, account, DistributionId);
    return create(tx, context, DistributionId, InvalidationBatch);
  });
  invalidate(store, DistributionId, record.batch.Paths?.Items ?? []);
  const Location = locationOf(context, `${DistributionId}/invalidation/${record.id}`);
  return { Invalidation: invalidationShape(record), Location };
});
