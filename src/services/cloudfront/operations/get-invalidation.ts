// GetInvalidation: an invalidation and whether it is complete.

import type { GetInvalidationCommandInput, GetInvalidationCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireDistribution } from "../distributions.ts";
import { fault } from "../errors.ts";
import { invalidationShape } from "../invalidations.ts";
import { loadInvalidation } from "../repo.ts";

export const getInvalidation = defineOperation<Input<GetInvalidationCommandInput>, GetInvalidationCommandOutput>(
  "GetInvalidation",
  ({ DistributionId, Id }, { store, account }) =>
    store.read((tx) => {
      requireDistribution(tx, account, DistributionId);
      const record = loadInvalidation(tx, account, DistributionId, Id);
      if (record === undefined) throw fault("NoSuchInvalidation");
      return { Invalidation: invalidationShape(record) };
    }),
);
