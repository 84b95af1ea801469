// GetHealthCheckCount: how many health checks the account has.

import type { GetHealthCheckCountCommandOutput } from "@aws-sdk/client-route-53";
import { defineOperation } from "../../../service/service.ts";
import { listHealthChecks } from "../repo.ts";

export const getHealthCheckCount = defineOperation<object, GetHealthCheckCountCommandOutput>(
  "GetHealthCheckCount",
  (_input, context) => ({
    HealthCheckCount: context.store.read((tx) => [...listHealthChecks(tx, context)].length),
  }),
);
