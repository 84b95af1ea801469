// The settings of durable functions. Pure.
// AWS: "DurableConfig"; CloudFormation and the CDK document the default of the retention, and that the timeout is required.

import type { DurableConfig } from "@aws-sdk/client-lambda";
import { invalidParameter, notSupported } from "../errors.ts";
import type { VersionRecord } from "../records.ts";

type Durable = NonNullable<VersionRecord["durable"]>;

const DEFAULT_RETENTION_DAYS = 14;

/** The settings after a request: what it does not say stays as it is. Undefined for a function that is not durable. */
export function readDurableConfig(
  config: DurableConfig | undefined,
  present: Durable | undefined,
): Durable | undefined {
  if (config === undefined) return present;
  if (config.KMSKeyArn !== undefined && config.KMSKeyArn !== "")
    throw notSupported("customer managed keys of durable executions");
  const timeoutSeconds = config.ExecutionTimeout ?? present?.timeoutSeconds;
  // AWS: inferred wording.
  if (timeoutSeconds === undefined)
    throw invalidParameter("ExecutionTimeout is required in the durable configuration of a function.");
  return {
    timeoutSeconds,
    retentionDays: config.RetentionPeriodInDays ?? present?.retentionDays ?? DEFAULT_RETENTION_DAYS,
  };
}

/**
 * Throws where a function would become durable. AWS: "Configure Lambda durable functions": a function is durable from its
 * creation on; the wording is inferred.
 */
export function requireDurable(config: DurableConfig | undefined, { durable }: VersionRecord): void {
  if (config !== undefined && durable === undefined)
    throw invalidParameter(
      "You cannot make an existing function durable. Create a function with a durable configuration.",
    );
}

/** As AWS shows it. */
export function describeDurable({ durable }: VersionRecord): { DurableConfig?: DurableConfig } {
  if (durable === undefined) return {};
  return {
    DurableConfig: { ExecutionTimeout: durable.timeoutSeconds, RetentionPeriodInDays: durable.retentionDays },
  };
}
