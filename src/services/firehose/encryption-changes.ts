// When a stream's encryption may be changed.
// AWS: StartDeliveryStreamEncryption, StopDeliveryStreamEncryption: the wordings are inferred.

import type { Context } from "../../service/context.ts";
import { LIMITS } from "./constraints.ts";
import { invalidArgument, limitExceeded, resourceInUse } from "./errors.ts";
import type { DeliveryStreamRecord } from "./records.ts";

const DAY_MS = 24 * 3_600_000;

/** Throws for a stream that has a source of its own, or a change under way. */
export function requireChangeable(
  { account }: Pick<Context, "account">,
  { name, source, status, encryption }: DeliveryStreamRecord,
): void {
  if (source.kind !== "direct")
    throw invalidArgument("Server-side encryption is only supported for Firehose streams that use DirectPut.");
  if (status !== "ACTIVE") throw resourceInUse(`Firehose ${name} under account ${account} is in state ${status}.`);
  if (encryption.status === "ENABLING" || encryption.status === "DISABLING")
    throw resourceInUse(`The encryption of Firehose ${name} under account ${account} is ${encryption.status}.`);
}

/** The changes of the last day with one more; throws LimitExceededException. */
export function countChange(
  { clock }: Pick<Context, "clock">,
  { encryption }: DeliveryStreamRecord,
): readonly number[] {
  const nowMs = clock.nowMs();
  const recent = encryption.changedAtMs.filter((atMs) => atMs > nowMs - DAY_MS);
  if (recent.length >= LIMITS.encryptionChanges)
    throw limitExceeded(
      `The encryption of a Firehose stream can be changed ${LIMITS.encryptionChanges} times in 24 hours.`,
    );
  return [...recent, nowMs];
}
