// Health checks: found and shown.

import type { HealthCheck } from "@aws-sdk/client-route-53";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { noSuchHealthCheck } from "../errors.ts";
import type { HealthCheckRecord } from "../records.ts";
import { loadHealthCheck } from "../repo.ts";

export function requireHealthCheck(tx: ReadTx, owner: Pick<Scope, "account">, id: string): HealthCheckRecord {
  const check = loadHealthCheck(tx, owner, id);
  if (check === undefined) throw noSuchHealthCheck(id);
  return check;
}

/** The shape in which operations give a health check. */
export function healthCheckShape({ id, callerReference, config, version }: HealthCheckRecord): HealthCheck {
  return { Id: id, CallerReference: callerReference, HealthCheckConfig: config, HealthCheckVersion: version };
}
