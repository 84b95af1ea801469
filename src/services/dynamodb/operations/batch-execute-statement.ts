// BatchExecuteStatement: up to 25 PartiQL statements, each for itself: what is wrong with one is told in its answer.
// AWS: API Reference, BatchExecuteStatement; Developer Guide, "Running batch operations with PartiQL for DynamoDB".
// DEVIATION: a statement that the caller may not run denies the whole batch.

import type {
  BatchExecuteStatementCommandInput,
  BatchExecuteStatementCommandOutput,
  BatchStatementErrorCodeEnum,
  BatchStatementRequest,
  BatchStatementResponse,
  ConsumedCapacity,
} from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../kernel/errors.ts";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { validationError } from "../errors.ts";
import { consumedCapacity, nothingSpent, readUnits, type CapacityDetail, type Spent } from "../items/capacity.ts";
import { spentOnWrite } from "../items/write-request.ts";
import type { SelectStatement, Statement } from "../partiql/ast.ts";
import { checkParameters } from "../partiql/literals.ts";
import { parseStatement } from "../partiql/parser.ts";
import { runStatement } from "../partiql/run-write.ts";
import { notSingle, partsOf, readSingle, soleKeyOf } from "../partiql/single-read.ts";
import { bindWrite, returnedBy } from "../partiql/writes.ts";
import { requireTable } from "../tables/access.ts";
import { count, letIn } from "../throughput/gate.ts";
import type { Item } from "../values/attribute-value.ts";

type Request = Input<BatchStatementRequest>;

/** Errors by their codes in a batch's answer. */
const CODES: Readonly<Record<string, BatchStatementErrorCodeEnum>> = {
  ConditionalCheckFailedException: "ConditionalCheckFailed",
  DuplicateItemException: "DuplicateItem",
  ProvisionedThroughputExceededException: "ProvisionedThroughputExceeded",
  ResourceNotFoundException: "ResourceNotFound",
  ThrottlingException: "ThrottlingError",
  ValidationException: "ValidationError",
};

/** Errors of statements that reached their table: only their answers name it (observed). */
const AT_TABLE: ReadonlySet<string> = new Set([
  "ConditionalCheckFailed",
  "DuplicateItem",
  "ProvisionedThroughputExceeded",
  "ThrottlingError",
]);

interface Answer {
  readonly response: BatchStatementResponse;
  readonly spent?: Spent;
}

/** BatchExecuteStatement. */
export const batchExecuteStatement = defineOperation<
  Input<BatchExecuteStatementCommandInput>,
  BatchExecuteStatementCommandOutput
>("BatchExecuteStatement", async (input, context) => {
  const parsed = input.Statements.map(attemptParse);
  refuseMixture(parsed);
  const answers: Answer[] = [];
  for (const [index, request] of input.Statements.entries())
    answers.push(await answer(context, request, parsed[index]));
  const { ReturnConsumedCapacity: detail } = input;
  return {
    Responses: answers.map(({ response }) => response),
    ...(detail !== undefined && detail !== "NONE" && { ConsumedCapacity: capacitiesOf(answers, detail) }),
  };
});

function attemptParse({ Statement: text, Parameters: parameters }: Request): Statement | AwsError {
  try {
    checkParameters(parameters);
    return parseStatement(text).statement;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

function refuseMixture(parsed: readonly (Statement | AwsError)[]): void {
  const statements = parsed.filter((each): each is Statement => !(each instanceof AwsError));
  const reads = statements.filter(({ kind }) => kind === "select").length;
  if (reads > 0 && reads < statements.length)
    throw validationError(
      "BatchExecuteStatement API does not support both read and write operations in the same request.",
    );
}

async function answer(context: Context, request: Request, parsed: Statement | AwsError | undefined): Promise<Answer> {
  let tableName: string | undefined;
  try {
    if (parsed === undefined || parsed instanceof AwsError) throw parsed ?? validationError("");
    if (parsed.kind === "exists")
      throw validationError("EXISTS can only be used in ExecuteTransaction write requests.");
    tableName = parsed.kind === "select" ? parsed.from.tableName : parsed.tableName;
    const { item, spent } =
      parsed.kind === "select" ? read(context, request, parsed) : await write(context, request, parsed);
    return { response: { TableName: tableName, ...(item !== undefined && { Item: item }) }, spent };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const code = CODES[error.code] ?? "InternalServerError";
    return {
      response: {
        Error: { Code: code, Message: error.message },
        ...(AT_TABLE.has(code) && tableName !== undefined && { TableName: tableName }),
      },
    };
  }
}

interface Done {
  readonly item: Item | undefined;
  readonly spent: Spent;
}

function read(context: Context, request: Request, statement: SelectStatement): Done {
  const found = requireTable(context, statement.from.tableName);
  const key =
    statement.from.indexName === undefined ? soleKeyOf(statement, request.Parameters ?? [], found) : undefined;
  if (key === undefined) throw notSingle("BatchExecuteStatement");
  const parts = partsOf(key, found);
  letIn(context, found, undefined, "read", parts[0]);
  const { stored, item } = context.store.read((tx) => readSingle(tx, statement, found, parts));
  const spent = nothingSpent(found.table.tableName);
  spent.table = readUnits(stored?.bytes ?? 0, { isConsistent: request.ConsistentRead === true });
  count(context, found.table, "read", spent.table, parts[0]);
  return { item, spent };
}

async function write(
  context: Context,
  request: Request,
  statement: Exclude<Statement, { kind: "select" | "exists" }>,
): Promise<Done> {
  const bound = bindWrite(statement, request.Parameters ?? []);
  const done = await runStatement(context, bound, false);
  return { item: returnedBy(bound, done.outcome), spent: spentOnWrite(done.write, done.outcome) };
}

function capacitiesOf(answers: readonly Answer[], detail: CapacityDetail): ConsumedCapacity[] {
  return answers.flatMap(({ spent }) => (spent === undefined ? [] : (consumedCapacity(detail, spent) ?? [])));
}
