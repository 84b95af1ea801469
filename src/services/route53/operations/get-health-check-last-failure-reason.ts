// GetHealthCheckLastFailureReason: how the last check that failed ended.

import type {
  GetHealthCheckLastFailureReasonCommandInput,
  GetHealthCheckLastFailureReasonCommandOutput,
} from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { observationOf } from "../health/observations.ts";
import { requireHealthCheck } from "../health/health-checks.ts";

export const getHealthCheckLastFailureReason = defineOperation<
  Input<GetHealthCheckLastFailureReasonCommandInput>,
  GetHealthCheckLastFailureReasonCommandOutput
>("GetHealthCheckLastFailureReason", (input, context) => {
  const check = context.store.read((tx) => requireHealthCheck(tx, context, input.HealthCheckId));
  return { HealthCheckObservations: observationOf(check, check.observed.lastFailure) };
});
