// DeleteHealthCheck: a health check that no calculated one counts on.

import type { DeleteHealthCheckCommandInput, DeleteHealthCheckCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { healthCheckInUse } from "../errors.ts";
import { requireHealthCheck } from "../health/health-checks.ts";
import { listHealthChecks, removeHealthCheck } from "../repo.ts";

export const deleteHealthCheck = defineOperation<Input<DeleteHealthCheckCommandInput>, DeleteHealthCheckCommandOutput>(
  "DeleteHealthCheck",
  (input, context) => {
    context.store.write((tx) => {
      const check = requireHealthCheck(tx, context, input.HealthCheckId);
      // AWS: DeleteHealthCheck: record sets may still name it, and take its status for unknown.
      for (const { config } of listHealthChecks(tx, context))
        if (config.ChildHealthChecks?.includes(check.id) === true) throw healthCheckInUse(check.id);
      removeHealthCheck(tx, context, check);
    });
    return {};
  },
);
