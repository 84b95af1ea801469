// CreateHealthCheck: an endpoint that is checked from now on, or what is worked out of others.

import type { CreateHealthCheckCommandInput, CreateHealthCheckCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { healthCheckAlreadyExists, tooManyHealthChecks } from "../errors.ts";
import { wholeConfig } from "../health/config.ts";
import { enqueueCheck, requireChildren } from "../health/checking.ts";
import { healthCheckShape } from "../health/health-checks.ts";
import { MOST_HEALTH_CHECKS } from "../quotas.ts";
import type { HealthCheckRecord } from "../records.ts";
import { addHealthCheck, healthCheckOfReference, listHealthChecks, loadHealthCheck } from "../repo.ts";

export const createHealthCheck = defineOperation<Input<CreateHealthCheckCommandInput>, CreateHealthCheckCommandOutput>(
  "CreateHealthCheck",
  (input, context) => {
    const config = wholeConfig(input.HealthCheckConfig);
    const check = context.store.write((tx) => {
      const knownId = healthCheckOfReference(tx, context, input.CallerReference);
      if (knownId !== undefined) {
        // AWS: CreateHealthCheck: the same request again gives the check that is there.
        const known = loadHealthCheck(tx, context, knownId);
        if (known === undefined || JSON.stringify(known.config) !== JSON.stringify(config))
          throw healthCheckAlreadyExists();
        return known;
      }
      if ([...listHealthChecks(tx, context)].length >= MOST_HEALTH_CHECKS)
        throw tooManyHealthChecks(MOST_HEALTH_CHECKS);
      requireChildren(tx, context, config);
      const made: HealthCheckRecord = {
        v: 1,
        id: context.random.uuid(),
        callerReference: input.CallerReference,
        version: 1,
        config,
        createdAtMs: context.clock.nowMs(),
        tags: {},
        observed: { against: 0 },
      };
      addHealthCheck(tx, context, made);
      enqueueCheck(tx, context, made);
      return made;
    });
    return {
      HealthCheck: healthCheckShape(check),
      Location: `https://route53.amazonaws.com/2013-04-01/healthcheck/${check.id}`,
    };
  },
);
