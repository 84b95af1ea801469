// UpdateHealthCheck: other settings for a health check, which begins anew with them.

import type { UpdateHealthCheckCommandInput, UpdateHealthCheckCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { healthCheckVersionMismatch } from "../errors.ts";
import { enqueueCheck, requireChildren } from "../health/checking.ts";
import { updatedConfig } from "../health/config.ts";
import { healthCheckShape, requireHealthCheck } from "../health/health-checks.ts";
import { saveHealthCheck } from "../repo.ts";

export const updateHealthCheck = defineOperation<Input<UpdateHealthCheckCommandInput>, UpdateHealthCheckCommandOutput>(
  "UpdateHealthCheck",
  (input, context) => {
    const check = context.store.write((tx) => {
      const before = requireHealthCheck(tx, context, input.HealthCheckId);
      const given = input.HealthCheckVersion;
      if (given !== undefined && given !== before.version) throw healthCheckVersionMismatch(given, before.version);
      const config = updatedConfig(before.config, input);
      requireChildren(tx, context, config, before.id);
      const after = { ...before, config, version: before.version + 1, observed: { ...before.observed, against: 0 } };
      saveHealthCheck(tx, context, after);
      enqueueCheck(tx, context, after);
      return after;
    });
    return { HealthCheck: healthCheckShape(check) };
  },
);
