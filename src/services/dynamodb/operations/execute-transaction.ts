// ExecuteTransaction: up to 100 PartiQL statements, all reads or all writes, all or none.
// AWS: API Reference, ExecuteTransaction; Developer Guide, "Performing transactions with PartiQL for DynamoDB". Which error
// comes first is as observed.

import type {
  ExecuteTransactionCommandInput,
  ExecuteTransactionCommandOutput,
  ItemResponse,
  ParameterizedStatement,
} from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../kernel/errors.ts";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { transactionCanceled, validationError } from "../errors.ts";
import {
  consumedCapacity,
  isAsked,
  nothingSpent,
  readUnits,
  type CapacityDetail,
  type Spent,
} from "../items/capacity.ts";
import { capacityOf, commit, isFailure, prepareAll, reasonOf } from "../items/transaction.ts";
import type { KeyParts } from "../items/keys.ts";
import type { SelectStatement, Statement } from "../partiql/ast.ts";
import { checkParameters } from "../partiql/literals.ts";
import { parseStatement } from "../partiql/parser.ts";
import { notSingle, partsOf, readSingle, soleKeyOf } from "../partiql/single-read.ts";
import { bindWrite, prepareStatement, type BoundWrite } from "../partiql/writes.ts";
import { requireTable, type FoundTable } from "../tables/access.ts";
import { findTable } from "../repo.ts";
import { parseTableReference } from "../tables/names.ts";
import { count, letIn } from "../throughput/gate.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";

type TransactionInput = Input<ExecuteTransactionCommandInput>;

interface Member {
  readonly statement: Statement;
  readonly parameters: readonly AttributeValue[];
  readonly showsItemOnFailure: boolean;
}

/** ExecuteTransaction. */
export const executeTransaction = defineOperation<TransactionInput, ExecuteTransactionCommandOutput>(
  "ExecuteTransaction",
  (input, context) => {
    const { TransactStatements: requests, ReturnConsumedCapacity: detail } = input;
    for (const { Parameters: parameters } of requests) checkParameters(parameters);
    const members = requests.map((request, index) => inMember(index, () => toMember(request)));
    const reads = members.filter(({ statement }) => statement.kind === "select").length;
    if (reads > 0 && reads < members.length)
      throw validationError(
        "ExecuteTransaction API does not support both read and write operations in the same request.",
      );
    return reads > 0
      ? readAll(context, members, detail)
      : writeAll(context, members, { token: input.ClientRequestToken, request: requests }, detail);
  },
);

function toMember(request: Input<ParameterizedStatement>): Member {
  const { Statement: text, Parameters: parameters = [], ReturnValuesOnConditionCheckFailure: onFailure } = request;
  return { statement: parseStatement(text).statement, parameters, showsItemOnFailure: onFailure === "ALL_OLD" };
}

/** Says in which statement the error is. */
function inMember<T>(index: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof AwsError && error.code === "ValidationException")
      throw validationError(`Validation failed in TransactStatements[${index}]: ${error.message}`);
    throw error;
  }
}

function writeAll(
  context: Context,
  members: readonly Member[],
  repeatable: Parameters<typeof commit>[2],
  detail: CapacityDetail,
): Omit<ExecuteTransactionCommandOutput, "$metadata"> {
  const bounds = members.map((member, index) => inMember(index, () => toWrite(context, member)));
  const writes = prepareAll(
    bounds.map((bound, index) => () => {
      const found = requireTable(context, bound.tableName);
      return prepareStatement(bound, found, "transaction", members[index]?.showsItemOnFailure === true);
    }),
  );
  const committed = commit(context, writes, repeatable);
  const capacities = capacityOf(context, writes, committed, detail);
  return { Responses: [], ...(capacities !== undefined && { ConsumedCapacity: capacities }) };
}

function toWrite(context: Context, { statement, parameters }: Member): BoundWrite {
  if (statement.kind === "select") throw notSingle("ExecuteTransaction");
  const bound = bindWrite(statement, parameters);
  const found = tableOf(context, bound.tableName);
  if (found === undefined) return bound;
  if ("returning" in statement && statement.returning !== undefined)
    throw validationError("RETURNING clause is not supported in ExecuteTransaction.");
  if (statement.kind === "exists") {
    if (statement.select.from.indexName !== undefined)
      throw validationError("Operations on indices are not supported in transactions");
    // A check without a key and a further condition is no fault of the table's.
    prepareStatement(bound, found, "transaction", false);
  }
  return bound;
}

function tableOf(context: Context, tableName: string): FoundTable | undefined {
  const reference = parseTableReference(tableName, context);
  const table = findTable(context.store, reference, reference.tableName);
  return table === undefined ? undefined : { reference, table };
}

interface Read {
  readonly statement: SelectStatement;
  readonly found: FoundTable | undefined;
  readonly key: Item | undefined;
}

function readAll(
  context: Context,
  members: readonly Member[],
  detail: CapacityDetail,
): Omit<ExecuteTransactionCommandOutput, "$metadata"> {
  const reads = members.flatMap(({ statement, parameters }, index): Read[] => {
    if (statement.kind !== "select") return [];
    const found = tableOf(context, statement.from.tableName);
    if (found === undefined) return [{ statement, found, key: undefined }];
    return inMember(index, () => {
      if (statement.from.indexName !== undefined)
        throw validationError("Reads on indices are not supported within transactions.");
      const key = soleKeyOf(statement, parameters, found);
      if (key === undefined) throw notSingle("ExecuteTransaction");
      return [{ statement, found, key }];
    });
  });
  const prepared: { readonly read: Read; readonly found: FoundTable; readonly parts: KeyParts }[] = [];
  const reasons = reads.map((read) =>
    reasonOf(() => {
      const found = read.found ?? requireTable(context, read.statement.from.tableName);
      const parts = partsOf(read.key ?? {}, found);
      letIn(context, found, undefined, "read", parts[0]);
      prepared.push({ read, found, parts });
    }),
  );
  if (reasons.some(isFailure)) throw transactionCanceled(reasons);
  const names = new Set(prepared.map(({ found, parts }) => [found.table.tableId, ...parts].join("\0")));
  if (names.size < prepared.length)
    throw validationError("Transaction request cannot include multiple operations on one item");
  const spentByTable = new Map<string, Spent>();
  const responses = context.store.read((tx) =>
    prepared.map(({ read, found, parts }): ItemResponse => {
      const { stored, item } = readSingle(tx, read.statement, found, parts);
      const { tableName } = found.table;
      const spent = spentByTable.get(tableName) ?? nothingSpent(tableName);
      spentByTable.set(tableName, spent);
      const units = readUnits(stored?.bytes ?? 0, { isTransaction: true });
      spent.table += units;
      count(context, found.table, "read", units, parts[0]);
      return item === undefined ? {} : { Item: item };
    }),
  );
  return {
    Responses: responses,
    ...(isAsked(detail) && {
      ConsumedCapacity: [...spentByTable.values()].flatMap((spent) => consumedCapacity(detail, spent, "read") ?? []),
    }),
  };
}
