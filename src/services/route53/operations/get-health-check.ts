// GetHealthCheck: a health check's configuration.

import type { GetHealthCheckCommandInput, GetHealthCheckCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { healthCheckShape, requireHealthCheck } from "../health/health-checks.ts";

export const getHealthCheck = defineOperation<Input<GetHealthCheckCommandInput>, GetHealthCheckCommandOutput>(
  "GetHealthCheck",
  (input, context) => ({
    HealthCheck: healthCheckShape(context.store.read((tx) => requireHealthCheck(tx, context, input.HealthCheckId))),
  }),
);
