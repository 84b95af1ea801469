// Writes of several items, all or none, and made once for each client request token: what TransactWriteItems and
// ExecuteTransaction have in common.
// AWS: API Reference, TransactWriteItems; Developer Guide, "Managing complex workflows with DynamoDB transactions".
// Transactions run one at a time here, each in one transaction of the store: none ever conflicts with another, or is still in
// progress when its token comes again.

import { createHash } from "node:crypto";
import type { ConsumedCapacity } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../kernel/errors.ts";
import type { Context } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import { RequestError, transactionCanceled, validationError, type CancellationReason } from "../errors.ts";
import { FORGET_TOKEN, TOKEN_LIFETIME_MS, type ForgetToken } from "../jobs/forget-token.ts";
import { loadItem, loadToken, saveToken } from "../repo.ts";
import { wakeStreamReaders } from "../tables/access.ts";
import { THROTTLING_REASONS } from "../throughput/gate.ts";
import type { Item } from "../values/attribute-value.ts";
import { itemBytes } from "../values/size.ts";
import {
  consumedCapacity,
  isAsked,
  nothingSpent,
  readUnits,
  spendOnIndex,
  type CapacityDetail,
  type Spent,
} from "./capacity.ts";
import { countWrite, runWrite, spentOnWrite, type PreparedWrite, type WriteOutcome } from "./write-request.ts";

/** LIMIT: of the service. */
const LARGEST_TRANSACTION_BYTES = 4 * 1024 * 1024;

export interface Run {
  readonly write: PreparedWrite;
  readonly outcome: WriteOutcome;
}

/** What a transaction has done: its runs, or nothing, because it had been done before. */
export interface Committed {
  readonly runs: readonly Run[];
  readonly isRepeated: boolean;
}

/** What identifies a request that may come again. */
export interface Repeatable {
  readonly token: string | undefined;
  /** All that a request with the same token must have in common with the first. */
  readonly request: unknown;
}

/** Prepares one action after another; those that fail cancel the transaction, with a reason at each action. */
export function prepareAll(prepares: readonly (() => PreparedWrite)[]): readonly PreparedWrite[] {
  const writes: PreparedWrite[] = [];
  const reasons = prepares.map((prepare) => reasonOf(() => void writes.push(prepare())));
  if (reasons.some(isFailure)) throw transactionCanceled(reasons);
  checkDistinct(writes);
  return writes;
}

/** Makes the writes, unless they were made before with the same token. */
export function commit(context: Context, writes: readonly PreparedWrite[], repeatable: Repeatable): Committed {
  const committed = context.store.write((tx): Committed => {
    if (isRepeated(tx, context, repeatable)) return { runs: [], isRepeated: true };
    return { runs: runAll(tx, context, writes), isRepeated: false };
  });
  for (const { write, outcome } of committed.runs) if (outcome.isStreamed) wakeStreamReaders(context, write);
  return committed;
}

/** Why an action fails, if it does. What is wrong whatever the tables hold ends the whole request instead. */
export function reasonOf(work: () => void): CancellationReason {
  try {
    work();
    return { Code: "None" };
  } catch (error) {
    if (!(error instanceof AwsError) || error instanceof RequestError) throw error;
    const { Item: item } = error.members;
    return {
      Code: REASONS.get(error.code) ?? "ValidationError",
      Message: error.message,
      ...(item !== undefined && { Item: item as Item }),
    };
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ...THROTTLING_REASONS,
  ["ConditionalCheckFailedException", "ConditionalCheckFailed"],
  ["DuplicateItemException", "DuplicateItem"],
  ["ResourceNotFoundException", "ResourceNotFound"],
]);

/** True for a reason that cancels. */
export function isFailure({ Code: code }: CancellationReason): boolean {
  return code !== "None";
}

function checkDistinct(writes: readonly PreparedWrite[]): void {
  const seen = new Set<string>();
  let bytes = 0;
  for (const { table, parts, source } of writes) {
    const name = [table.tableId, ...parts].join("\0");
    if (seen.has(name)) throw validationError("Transaction request cannot include multiple operations on one item");
    seen.add(name);
    bytes += itemBytes(source);
  }
  if (bytes > LARGEST_TRANSACTION_BYTES)
    throw validationError("Transaction request cannot exceed the aggregate size limit of 4 MB");
}

function runAll(tx: WriteTx, context: Context, writes: readonly PreparedWrite[]): readonly Run[] {
  const runs: Run[] = [];
  const reasons = writes.map((write) =>
    reasonOf(() => {
      const outcome = runWrite(tx, context, write);
      runs.push({ write, outcome });
      countWrite(context, write, outcome, 2);
    }),
  );
  // Thrown out of the store's transaction, so that nothing of what ran is kept.
  if (reasons.some(isFailure)) throw transactionCanceled(reasons);
  return runs;
}

/**
 * True if this request was made before with the same token; throws if the token was used for another request.
 * Remembers a token that is new.
 */
function isRepeated(tx: WriteTx, context: Context, { token, request }: Repeatable): boolean {
  if (token === undefined) return false;
  const nowMs = context.clock.nowMs();
  const requestHash = createHash("sha256").update(JSON.stringify(request)).digest("hex");
  const known = loadToken(tx, context, token);
  if (known !== undefined && known.expiresAtMs > nowMs) {
    if (known.requestHash === requestHash) return true;
    throw new AwsError({
      code: "IdempotentParameterMismatchException",
      message: "The provided client token was used in a previous request with different parameters",
    });
  }
  const expiresAtMs = nowMs + TOKEN_LIFETIME_MS;
  saveToken(tx, context, token, { v: 1, requestHash, expiresAtMs });
  const payload: ForgetToken = { token };
  const { account, region } = context;
  context.jobs.enqueue(tx, { kind: FORGET_TOKEN, account, region, payload, dueAtMs: expiresAtMs });
  return false;
}

/** The ConsumedCapacity of each table; undefined if it was not asked for. */
export function capacityOf(
  context: Context,
  writes: readonly PreparedWrite[],
  { runs, isRepeated: isRepeat }: Committed,
  detail: CapacityDetail,
): ConsumedCapacity[] | undefined {
  if (!isAsked(detail)) return undefined;
  const byTable = new Map<string, Spent>();
  const sumFor = (tableName: string): Spent => {
    const sum = byTable.get(tableName) ?? nothingSpent(tableName);
    byTable.set(tableName, sum);
    return sum;
  };
  // AWS: a repeated request costs what reading its items does (API Reference, TransactWriteItems, idempotency).
  if (isRepeat) {
    context.store.read((tx) => {
      for (const { reference, table, parts } of writes) {
        const stored = loadItem(tx, reference, table.tableId, parts);
        sumFor(table.tableName).table += readUnits(stored?.bytes ?? 0, { isTransaction: true });
      }
    });
  }
  for (const { write, outcome } of runs) {
    const spent = spentOnWrite(write, outcome, 2);
    const sum = sumFor(spent.tableName);
    sum.table += spent.table;
    for (const [name, units] of spent.local) spendOnIndex(sum, { name, isLocal: true }, units);
    for (const [name, units] of spent.global) spendOnIndex(sum, { name, isLocal: false }, units);
  }
  const kind = isRepeat ? "read" : "write";
  return [...byTable.values()].flatMap((spent) => consumedCapacity(detail, spent, kind) ?? []);
}
