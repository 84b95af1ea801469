// What GetHealthCheckStatus shows: AWS has many checkers in several regions, a yard has one.

import type { HealthCheckObservation } from "@aws-sdk/client-route-53";
import { invalidInput } from "../errors.ts";
import type { HealthCheckRecord } from "../records.ts";
import { isEndpointCheck } from "./config.ts";

/** The one checker's report; nothing as long as there is none. */
export function observationOf(
  { config }: HealthCheckRecord,
  seen: { readonly atMs: number; readonly status: string } | undefined,
): HealthCheckObservation[] {
  // AWS: GetHealthCheckStatus: "You can use GetHealthCheckStatus to view the status of health checks that are based on endpoints" only.
  if (!isEndpointCheck(config))
    throw invalidInput(`The status of a health check of type ${config.Type} cannot be asked for.`);
  const { Regions: [Region] = [] } = config;
  if (seen === undefined) return [];
  return [
    {
      ...(Region !== undefined && { Region }),
      IPAddress: "127.0.0.1",
      StatusReport: { Status: seen.status, CheckedTime: new Date(seen.atMs) },
    },
  ];
}
