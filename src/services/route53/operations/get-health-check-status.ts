// GetHealthCheckStatus: how the last check of an endpoint ended.

import type { GetHealthCheckStatusCommandInput, GetHealthCheckStatusCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { observationOf } from "../health/observations.ts";
import { requireHealthCheck } from "../health/health-checks.ts";

export const getHealthCheckStatus = defineOperation<
  Input<GetHealthCheckStatusCommandInput>,
  GetHealthCheckStatusCommandOutput
>("GetHealthCheckStatus", (input, context) => {
  const check = context.store.read((tx) => requireHealthCheck(tx, context, input.HealthCheckId));
  return { HealthCheckObservations: observationOf(check, check.observed.last) };
});
