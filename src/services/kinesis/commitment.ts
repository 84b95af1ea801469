// An account's commitment to a minimum of billed throughput, as answers have it. Pure.

import type { MinimumThroughputBillingCommitmentOutput } from "@aws-sdk/client-kinesis";
import type { SettingsRecord } from "./records.ts";
import { COMMITMENT_MS, isCommitted } from "./warmth.ts";

export function describeCommitment(settings: SettingsRecord, nowMs: number): MinimumThroughputBillingCommitmentOutput {
  const { committedAtMs, endedAtMs } = settings;
  if (committedAtMs === undefined) return { Status: "DISABLED" };
  const earliestMs = committedAtMs + COMMITMENT_MS;
  return {
    Status: isCommitted(settings) ? "ENABLED" : "DISABLED",
    StartedAt: new Date(committedAtMs),
    ...(endedAtMs === undefined ? {} : { EndedAt: new Date(endedAtMs) }),
    ...(isCommitted(settings) && earliestMs > nowMs ? { EarliestAllowedEndAt: new Date(earliestMs) } : {}),
  };
}
