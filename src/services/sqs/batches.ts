// What all batch operations have in common: the rules for their entries, and one result or failure for each.

import { AwsError } from "../../kernel/errors.ts";
import { LIMITS } from "./constraints.ts";
import { batchEntryIdsNotDistinct, emptyBatch, invalidBatchEntryId, tooManyEntries } from "./errors.ts";

/** One entry's failure, beside the successes of others. */
export interface BatchFailure {
  readonly Id: string;
  readonly SenderFault: boolean;
  readonly Code: string;
  readonly Message: string;
}

/** Throws unless the entries make a batch; `entryType` is what AWS calls them in its message. */
export function requireBatch(entries: readonly { readonly Id: string }[], entryType: string): void {
  if (entries.length === 0) throw emptyBatch(entryType);
  if (entries.length > LIMITS.batchEntries) throw tooManyEntries(entries.length);
  const ids = new Set<string>();
  for (const { Id } of entries) {
    if (!/^[\w-]{1,80}$/.test(Id)) throw invalidBatchEntryId();
    if (ids.has(Id)) throw batchEntryIdsNotDistinct(Id);
    ids.add(Id);
  }
}

/** Runs `work` for each entry; AWS errors become that entry's failure. */
export function runBatch<Entry extends { readonly Id: string }, Result>(
  entries: readonly Entry[],
  work: (entry: Entry) => Result,
): { Successful: Result[]; Failed: BatchFailure[] } {
  const Successful: Result[] = [];
  const Failed: BatchFailure[] = [];
  for (const entry of entries) {
    try {
      Successful.push(work(entry));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({
        Id: entry.Id,
        SenderFault: error.fault === "client",
        Code: QUERY_CODES[error.code] ?? error.code,
        Message: error.message,
      });
    }
  }
  return { Successful, Failed };
}

// AWS: entries of a batch carry the Query protocol's codes in both protocols.
const QUERY_CODES: Readonly<Record<string, string>> = {
  InvalidParameterValueException: "InvalidParameterValue",
  MissingRequiredParameterException: "MissingParameter",
};
