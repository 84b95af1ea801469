// TransactWriteItems: up to 100 puts, updates, deletes and checks, all or none.
// AWS: API Reference, TransactWriteItems; Developer Guide, "Managing complex workflows with DynamoDB transactions".

import { createHash } from "node:crypto";
import type {
  ConsumedCapacity,
  ItemCollectionMetrics,
  TransactWriteItem,
  TransactWriteItemsCommandInput,
  TransactWriteItemsCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../kernel/errors.ts";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import type { WriteTx } from "../../../store/store.ts";
import { RequestError, transactionCanceled, validationError, type CancellationReason } from "../errors.ts";
import {
  consumedCapacity,
  isAsked,
  nothingSpent,
  spendOnIndex,
  type CapacityDetail,
  type Spent,
} from "../items/capacity.ts";
import { metricsOf } from "../items/collection-metrics.ts";
import { checkedKey } from "../items/read-request.ts";
import { bindExpressions, checkPlaceholdersAreUseful, type Expressions } from "../items/request-expressions.ts";
import {
  countWrite,
  prepareCheck,
  prepareDelete,
  preparePut,
  prepareUpdate,
  requireItemBytes,
  runWrite,
  spentOnWrite,
  type PreparedWrite,
  type WriteOutcome,
} from "../items/write-request.ts";
import { FORGET_TOKEN, TOKEN_LIFETIME_MS, type ForgetToken } from "../jobs/forget-token.ts";
import { loadToken, saveToken } from "../repo.ts";
import { requireTable, wakeStreamReaders, type FoundTable } from "../tables/access.ts";
import { THROTTLING_REASONS } from "../throughput/gate.ts";
import type { Item } from "../values/attribute-value.ts";
import { itemBytes } from "../values/size.ts";

/** LIMIT: of the service. */
const LARGEST_TRANSACTION_BYTES = 4 * 1024 * 1024;

type TransactInput = Input<TransactWriteItemsCommandInput>;

/** An action after all checks that do not need the table. */
interface Action {
  readonly tableName: string;
  readonly expressions: Expressions;
  readonly showsItemOnFailure: boolean;
  prepare(target: Parameters<typeof prepareDelete>[0]): PreparedWrite;
}

interface Run {
  readonly write: PreparedWrite;
  readonly outcome: WriteOutcome;
}

/** TransactWriteItems. */
export const transactWriteItems = defineOperation<TransactInput, TransactWriteItemsCommandOutput>(
  "TransactWriteItems",
  (input, context) => {
    const actions = input.TransactItems.map(toAction);
    const tables = actions.map((action) => requireTable(context, action.tableName));
    const writes = prepareAll(actions, tables);
    checkDistinct(writes);
    const runs = context.store.write((tx) => (isRepeated(tx, context, input) ? [] : runAll(tx, context, writes)));
    for (const { write, outcome } of runs) if (outcome.isStreamed) wakeStreamReaders(context, write);
    const capacities = capacityOf(runs, input.ReturnConsumedCapacity);
    const metrics = input.ReturnItemCollectionMetrics === "SIZE" ? metricsByTable(context, runs) : undefined;
    return {
      ...(capacities !== undefined && { ConsumedCapacity: capacities }),
      ...(metrics !== undefined && { ItemCollectionMetrics: metrics }),
    };
  },
);

function toAction(item: Input<TransactWriteItem>): Action {
  const { ConditionCheck: check, Put: put, Update: update, Delete: remove } = item;
  const given = [check, put, update, remove].filter((action) => action !== undefined);
  const [action] = given;
  if (given.length !== 1 || action === undefined)
    throw validationError("TransactItems can only contain one of Check, Put, Update or Delete");
  checkPlaceholdersAreUseful(
    action,
    update === undefined ? ["ConditionExpression"] : ["UpdateExpression", "ConditionExpression"],
  );
  const key: Item = put?.Item ?? check?.Key ?? update?.Key ?? remove?.Key ?? {};
  checkedKey(key);
  const bytes = put === undefined ? 0 : requireItemBytes(key);
  return {
    tableName: action.TableName,
    expressions: bindExpressions(action),
    showsItemOnFailure: action.ReturnValuesOnConditionCheckFailure === "ALL_OLD",
    prepare(target) {
      if (put !== undefined) return preparePut(target, key, bytes);
      if (update !== undefined) return prepareUpdate(target, key);
      return check === undefined ? prepareDelete(target, key) : prepareCheck(target, key);
    },
  };
}

/** Prepares all actions; what a table's schema forbids cancels the transaction, with a reason at each action. */
function prepareAll(actions: readonly Action[], tables: readonly FoundTable[]): readonly PreparedWrite[] {
  const writes: PreparedWrite[] = [];
  const reasons = actions.map((action, index): CancellationReason => {
    const found = tables[index];
    if (found === undefined) return { Code: "None" };
    const { expressions, showsItemOnFailure } = action;
    return reasonOf(() => {
      writes.push(action.prepare({ ...found, expressions, showsItemOnFailure, wantsBefore: true }));
    });
  });
  if (reasons.some((reason) => reason.Code !== "None")) throw transactionCanceled(reasons);
  return writes;
}

function reasonOf(work: () => void): CancellationReason {
  try {
    work();
    return { Code: "None" };
  } catch (error) {
    if (!(error instanceof AwsError) || error instanceof RequestError) throw error;
    if (error.code === "ConditionalCheckFailedException") {
      const { Item: item } = error.members;
      return {
        Code: "ConditionalCheckFailed",
        Message: error.message,
        ...(item !== undefined && { Item: item as Item }),
      };
    }
    return { Code: THROTTLING_REASONS.get(error.code) ?? "ValidationError", Message: error.message };
  }
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
  if (reasons.some((reason) => reason.Code !== "None")) throw transactionCanceled(reasons);
  return runs;
}

/**
 * True if this request was made before with the same token; throws if the token was used for another request.
 * Remembers a token that is new.
 */
function isRepeated(tx: WriteTx, context: Context, input: TransactInput): boolean {
  const token = input.ClientRequestToken;
  if (token === undefined) return false;
  const nowMs = context.clock.nowMs();
  const requestHash = createHash("sha256").update(JSON.stringify(input.TransactItems)).digest("hex");
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

function capacityOf(runs: readonly Run[], detail: CapacityDetail): ConsumedCapacity[] | undefined {
  if (!isAsked(detail)) return undefined;
  const byTable = new Map<string, Spent>();
  for (const { write, outcome } of runs) {
    const spent = spentOnWrite(write, outcome, 2);
    const sum = byTable.get(spent.tableName) ?? nothingSpent(spent.tableName);
    byTable.set(spent.tableName, sum);
    sum.table += spent.table;
    for (const [name, units] of spent.local) spendOnIndex(sum, { name, isLocal: true }, units);
    for (const [name, units] of spent.global) spendOnIndex(sum, { name, isLocal: false }, units);
  }
  return [...byTable.values()].flatMap((spent) => consumedCapacity(detail, spent, "write") ?? []);
}

function metricsByTable(context: Context, runs: readonly Run[]): Record<string, ItemCollectionMetrics[]> {
  const metrics: Record<string, ItemCollectionMetrics[]> = {};
  for (const { write } of runs) {
    if (write.table.localIndexes.length === 0) continue;
    (metrics[write.table.tableName] ??= []).push(metricsOf(context, write));
  }
  return metrics;
}
