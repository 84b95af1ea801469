// A batch of records transformed by a function.
// AWS: "Transform source data in Amazon Data Firehose" (the request, the status model); "Monitor Amazon Data Firehose Using
// CloudWatch Logs", "Lambda invocation errors" (codes and messages).

import { AwsError } from "../../kernel/errors.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { Failure, Item } from "./items.ts";
import { deliveryStreamArn } from "./names.ts";
import { partitionName } from "./prefix.ts";
import type { LambdaProcessor } from "./processors.ts";
import type { DeliveryStreamRecord } from "./records.ts";
import { asRole } from "./roles.ts";

/** What became of a batch: "again" where the invocation failed and may be repeated. */
export type Transformed =
  | { readonly kind: "again"; readonly code: string; readonly message: string }
  | { readonly kind: "done"; readonly items: readonly Item[]; readonly failures: readonly Failure[] };

interface Attempt {
  readonly stream: DeliveryStreamRecord;
  readonly lambda: LambdaProcessor;
  readonly roleArn: string | undefined;
  /** The same for each attempt. */
  readonly invocationId: string;
  readonly number: number;
}

/** LIMIT: AWS: "a payload size limit of 6 MB for both the request and the response". */
const MOST_PAYLOAD_BYTES = 6 * 1_048_576;

const MESSAGES: Readonly<Record<string, string>> = {
  "Lambda.AssumeRoleAccessDenied":
    "Access was denied. Ensure that the trust policy for the provided IAM role allows Kinesis Data Firehose to assume the role.",
  "Lambda.InvokeAccessDenied": "Access was denied. Ensure that the access policy allows access to the Lambda function.",
  "Lambda.JsonProcessingException":
    "There was an error parsing returned records from the Lambda function. Ensure that the returned records follow the status model required by Kinesis Data Firehose.",
  "Lambda.InvokeLimitExceeded":
    "The Lambda concurrent execution limit is exceeded. Increase the concurrent execution limit.",
  "Lambda.DuplicatedRecordId":
    "Multiple records were returned with the same record ID. Ensure that the Lambda function returns unique record IDs for each record.",
  "Lambda.MissingRecordId":
    "One or more record IDs were not returned. Ensure that the Lambda function returns all received record IDs.",
  "Lambda.ResourceNotFound": "The specified Lambda function does not exist. Use a different function that does exist.",
  "Lambda.FunctionError": "The Lambda function was successfully invoked but it returned an error result.",
  "Lambda.RequestTooLarge": "The size of the request to the Lambda function exceeds its limit of 6 MB.",
  "Lambda.ProcessingFailedStatus": "ProcessingFailed status set for record",
};

/** Errors of Lambda and STS, as Firehose names them. Others are invocations that failed. */
const CODES: Readonly<Record<string, string>> = {
  AccessDenied: "Lambda.AssumeRoleAccessDenied",
  AccessDeniedException: "Lambda.InvokeAccessDenied",
  ResourceNotFoundException: "Lambda.ResourceNotFound",
  TooManyRequestsException: "Lambda.InvokeLimitExceeded",
};

/** Invokes the function once with all of the items. */
export async function transform(
  yard: YardContext,
  scope: Scope,
  attempt: Attempt,
  items: readonly Item[],
): Promise<Transformed> {
  const { stream, lambda } = attempt;
  const payload = Buffer.from(JSON.stringify(requestOf(scope, attempt, items)));
  const fail = (code: string): Transformed => ({
    kind: "done",
    items: [],
    failures: items.map((item) => failureOf(yard, attempt, item, code)),
  });
  if (payload.length > MOST_PAYLOAD_BYTES) return fail("Lambda.RequestTooLarge");
  const roleArn = lambda.roleArn ?? attempt.roleArn;
  let answer: Awaited<ReturnType<typeof invoke>>;
  try {
    answer = await invoke();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const code = CODES[error.code] ?? "Lambda.FunctionError";
    return { kind: "again", code, message: MESSAGES[code] ?? error.message };
  }
  if (answer.FunctionError !== undefined)
    return { kind: "again", code: "Lambda.FunctionError", message: MESSAGES["Lambda.FunctionError"] ?? "" };
  const results = parseAnswer(answer.Payload);
  if (results === undefined || (answer.Payload?.length ?? 0) > MOST_PAYLOAD_BYTES)
    return fail("Lambda.JsonProcessingException");
  return sortOut(yard, attempt, items, results);

  function invoke() {
    return asRole(yard, scope, { streamName: stream.name, roleArn }, (aws) =>
      aws.lambda.invoke({ FunctionName: lambda.functionArn, Payload: payload }),
    );
  }
}

/** The failures of a batch whose invocation is given up. */
export function giveUp(
  yard: Pick<YardContext, "clock">,
  attempt: Attempt,
  items: readonly Item[],
  { code, message }: { readonly code: string; readonly message: string },
): readonly Failure[] {
  return items.map((item) => ({ ...failureOf(yard, attempt, item, code), message }));
}

function failureOf(
  { clock }: Pick<YardContext, "clock">,
  { lambda, number }: Attempt,
  item: Item,
  code: string,
): Failure {
  return {
    item,
    code,
    message: MESSAGES[code] ?? code,
    attempts: number,
    endedAtMs: clock.nowMs(),
    lambdaArn: lambda.functionArn,
  };
}

function requestOf(scope: Scope, { stream, invocationId }: Attempt, items: readonly Item[]) {
  return {
    invocationId,
    ...(stream.source.kind === "kinesis" ? { sourceKinesisStreamArn: stream.source.streamArn } : {}),
    deliveryStreamArn: deliveryStreamArn(scope, stream.name),
    region: scope.region,
    records: items.map(({ id, data, arrivedAtMs, kinesis }) => ({
      recordId: id,
      approximateArrivalTimestamp: arrivedAtMs,
      data: Buffer.from(data).toString("base64"),
      ...(kinesis === undefined
        ? {}
        : {
            kinesisRecordMetadata: {
              sequenceNumber: kinesis.sequenceNumber,
              subsequenceNumber: 0,
              partitionKey: kinesis.partitionKey,
              shardId: kinesis.shardId,
              approximateArrivalTimestamp: arrivedAtMs,
            },
          }),
    })),
  };
}

interface Result {
  readonly recordId: string;
  readonly result: "Dropped" | "Ok" | "ProcessingFailed";
  readonly data: string;
  readonly partitionKeys: Readonly<Record<string, string>>;
}

/** The records of an answer; undefined where it does not follow the status model. */
function parseAnswer(payload: Uint8Array | undefined): readonly Result[] | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(Buffer.from(payload ?? []).toString());
  } catch {
    return undefined;
  }
  const records = isObject(answer) ? answer["records"] : undefined;
  if (!Array.isArray(records)) return undefined;
  const results = records.map(parseResult);
  return results.every((each) => each !== undefined) ? results : undefined;
}

function parseResult(value: unknown): Result | undefined {
  if (!isObject(value)) return undefined;
  const { recordId, result, data = "", metadata } = value;
  if (typeof recordId !== "string") return undefined;
  if (result !== "Ok" && result !== "Dropped" && result !== "ProcessingFailed") return undefined;
  if (typeof data !== "string" || (result === "Ok" && value["data"] === undefined)) return undefined;
  const keys = isObject(metadata) && isObject(metadata["partitionKeys"]) ? metadata["partitionKeys"] : {};
  const partitionKeys = Object.fromEntries(
    Object.entries(keys).map(([key, each]) => [partitionName("Lambda", key), String(each)]),
  );
  return { recordId, result, data, partitionKeys };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** Each item by the result that names it. */
function sortOut(
  yard: Pick<YardContext, "clock">,
  attempt: Attempt,
  items: readonly Item[],
  results: readonly Result[],
): Transformed {
  const byId = new Map<string, Result | "twice">();
  for (const result of results) byId.set(result.recordId, byId.has(result.recordId) ? "twice" : result);
  const done: Item[] = [];
  const failures: Failure[] = [];
  for (const item of items) {
    const result = byId.get(item.id);
    if (result === undefined) failures.push(failureOf(yard, attempt, item, "Lambda.MissingRecordId"));
    else if (result === "twice") failures.push(failureOf(yard, attempt, item, "Lambda.DuplicatedRecordId"));
    else if (result.result === "ProcessingFailed")
      failures.push(failureOf(yard, attempt, item, "Lambda.ProcessingFailedStatus"));
    else if (result.result === "Ok")
      done.push({
        ...item,
        data: Buffer.from(result.data, "base64"),
        partitionKeys: { ...item.partitionKeys, ...result.partitionKeys },
      });
  }
  return { kind: "done", items: done, failures };
}
