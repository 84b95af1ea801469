// Warm throughput and the commitment that it asks for.
// AWS: Developer Guide, "On-demand Advantage mode"; UpdateStreamWarmThroughput; UpdateAccountSettings.

import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { invalidArgument, validationError } from "./errors.ts";
import type { SettingsRecord } from "./records.ts";
import { loadSettings } from "./repo.ts";

/** LIMIT: AWS: UpdateStreamWarmThroughput: "Scale to more than 10 GiBps for an on-demand stream". */
const MOST_MIBPS = 10_240;
/** AWS: "On-demand Advantage mode": a commitment lasts at least 24 hours. */
export const COMMITMENT_MS = 24 * 3_600_000;

/** Throws unless a stream of this account may be kept warm for so much. */
export function requireWarmth(
  tx: ReadTx,
  scope: Scope,
  { isOnDemand, warmMiBps }: { readonly isOnDemand: boolean; readonly warmMiBps: number },
): void {
  if (!isOnDemand) throw validationError("Warm throughput is only supported for streams with ON_DEMAND capacity mode.");
  if (!isCommitted(loadSettings(tx, scope)))
    throw validationError("Warm throughput requires MinimumThroughputBillingCommitment to be enabled for the account.");
  if (warmMiBps > MOST_MIBPS) throw invalidArgument(`WarmThroughputMiBps must not be greater than ${MOST_MIBPS}.`);
}

/** True while an account pays for a minimum of throughput. */
export function isCommitted({ committedAtMs, endedAtMs }: SettingsRecord): boolean {
  return committedAtMs !== undefined && endedAtMs === undefined;
}
