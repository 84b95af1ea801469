// What statements need. AWS: Service Authorization Reference, "Actions, resources, and condition keys for Amazon DynamoDB";
// Developer Guide, "IAM security policies with PartiQL for DynamoDB".

import type { BatchStatementRequest, ParameterizedStatement } from "@aws-sdk/client-dynamodb";
import type { AccessRequest } from "../../../iam/authorization.ts";
import { AwsError } from "../../../kernel/errors.ts";
import type { Input } from "../../../service/apis.ts";
import type { PermissionCall, PermissionRule } from "../../../service/service.ts";
import { attributesOf } from "../expressions/condition.ts";
import type { KeySchema, TableRecord } from "../records.ts";
import { findTable } from "../repo.ts";
import { indexArn, parseTableReference, tableArn } from "../tables/names.ts";
import { withTableTags } from "../tag-conditions.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import type { Expression, SelectStatement, Statement } from "./ast.ts";
import { bindAssignments } from "./assignments.ts";
import { bindWhere } from "./conditions.ts";
import { keyRangesOf } from "./key-ranges.ts";
import { structItem } from "./literals.ts";
import { parseStatement, whereOf } from "./parser.ts";

interface OneStatement {
  readonly Statement: string;
  readonly Parameters?: readonly AttributeValue[];
  readonly ReturnConsumedCapacity?: string;
}

export const executeStatementPermission: PermissionRule = (input: OneStatement, call) =>
  requestsOf(input, undefined, call);

export const batchExecuteStatementPermission: PermissionRule = (
  input: { readonly Statements: readonly Input<BatchStatementRequest>[] },
  call,
) => input.Statements.flatMap((statement) => requestsOf(statement, undefined, call));

export const executeTransactionPermission: PermissionRule = (
  input: { readonly TransactStatements: readonly Input<ParameterizedStatement>[] },
  call,
) => input.TransactStatements.flatMap((statement) => requestsOf(statement, "ExecuteTransaction", call));

const ACTIONS: Readonly<Record<Statement["kind"], string>> = {
  select: "dynamodb:PartiQLSelect",
  exists: "dynamodb:PartiQLSelect",
  insert: "dynamodb:PartiQLInsert",
  update: "dynamodb:PartiQLUpdate",
  delete: "dynamodb:PartiQLDelete",
};

function requestsOf(
  { Statement: text, Parameters: parameters = [] }: OneStatement,
  enclosing: string | undefined,
  call: PermissionCall,
): readonly AccessRequest[] {
  const statement = attempt(() => parseStatement(text).statement);
  // What cannot be read asks for nothing, and the operation refuses it.
  if (statement === undefined) return [];
  const select = statement.kind === "select" ? statement : statement.kind === "exists" ? statement.select : undefined;
  const tableName = select?.from.tableName ?? (statement.kind === "select" ? "" : tableNameOf(statement));
  const reference = attempt(() => parseTableReference(tableName, call));
  if (reference === undefined) return [];
  const indexName = select?.from.indexName;
  const lazily = (): Facts =>
    factsOf(statement, parameters, findTable(call.yard.store, reference, reference.tableName));
  let facts: Facts | undefined;
  const conditions = {
    get "dynamodb:LeadingKeys"() {
      return (facts ??= lazily()).leadingKeys;
    },
    get "dynamodb:Attributes"() {
      return (facts ??= lazily()).attributes;
    },
    get "dynamodb:FullTableScan"() {
      return select === undefined ? undefined : (facts ??= lazily()).isFullScan;
    },
    "dynamodb:EnclosingOperation": enclosing,
  };
  return [
    {
      action: ACTIONS[statement.kind],
      resource:
        indexName === undefined
          ? tableArn(reference, reference.tableName)
          : indexArn(reference, reference.tableName, indexName),
      conditions: withTableTags(conditions, reference, call),
    },
  ];
}

function tableNameOf(statement: Exclude<Statement, SelectStatement>): string {
  return statement.kind === "exists" ? statement.select.from.tableName : statement.tableName;
}

interface Facts {
  readonly leadingKeys: readonly string[] | undefined;
  readonly attributes: readonly string[];
  readonly isFullScan: boolean;
}

function factsOf(statement: Statement, parameters: readonly AttributeValue[], table: TableRecord | undefined): Facts {
  const expression = whereOf(statement);
  const where = expression === undefined ? undefined : attempt(() => bindWhere(expression, parameters));
  const heads = new Set<string>(where === undefined ? [] : attributesOf(where).heads);
  if (statement.kind === "insert")
    for (const name of Object.keys(insertedItem(statement.value, parameters) ?? {})) heads.add(name);
  if (statement.kind === "update")
    for (const { path } of attempt(() => bindAssignments(statement.assignments, parameters)) ?? [])
      heads.add(String(path[0]));
  const select = statement.kind === "select" ? statement : statement.kind === "exists" ? statement.select : undefined;
  for (const { steps } of select?.projection ?? []) heads.add(String(steps[0]));
  const key = table === undefined ? undefined : keyOf(table, select?.from.indexName);
  const ranges = key === undefined ? undefined : attempt(() => keyRangesOf(where, key));
  const inserted = key === undefined ? undefined : insertedKey(statement, parameters, key);
  const partitions = inserted === undefined ? ranges?.map(({ partition }) => partition) : [inserted];
  return {
    leadingKeys: partitions?.flatMap((value) => textOf(value) ?? []),
    attributes: [...heads],
    isFullScan: ranges === undefined,
  };
}

function keyOf(table: TableRecord, indexName: string | undefined): KeySchema {
  const index = [...table.globalIndexes, ...table.localIndexes].find(({ name }) => name === indexName);
  return index?.key ?? table.key;
}

function insertedKey(
  statement: Statement,
  parameters: readonly AttributeValue[],
  key: KeySchema,
): AttributeValue | undefined {
  if (statement.kind !== "insert") return undefined;
  return insertedItem(statement.value, parameters)?.[key.partition.name];
}

function insertedItem(value: Expression, parameters: readonly AttributeValue[]): Item | undefined {
  if (value.kind === "parameter") return parameters[value.index]?.M;
  return value.kind === "struct" ? attempt(() => structItem(value.entries, parameters)) : undefined;
}

function textOf(value: AttributeValue): string | undefined {
  if (value.B !== undefined) return Buffer.from(value.B).toString("base64");
  return value.S ?? value.N;
}

/** The result; undefined for what the operation will refuse. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}
