// Where results and failed events go: queues, topics, functions, buses and buckets, as the function's role.
// AWS: "Capturing records of Lambda asynchronous invocations".

import { parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { AwsApis } from "../../service/apis.ts";
import type { YardContext } from "../../service/context.ts";
import { invalidParameter, notSupported } from "./errors.ts";
import type { Target } from "./functions.ts";
import { withRole } from "./roles.ts";
import { countAsync } from "./usage/async-metrics.ts";

// LIMIT: AWS: "Dead-letter queues": the first 1 KB of the error message.
const MOST_ERROR_CHARACTERS = 1_024;

/** AWS: "Adding a destination": buckets take what failed only. */
const OF_SUCCESS = ["sqs", "sns", "lambda", "events"];
const OF_FAILURE = [...OF_SUCCESS, "s3"];

/** Throws unless results of this outcome can be sent to `arn`. */
export function requireDestination(arn: string, outcome: "success" | "failure"): void {
  const service = parseArn(arn)?.service ?? "";
  if ((outcome === "success" ? OF_SUCCESS : OF_FAILURE).includes(service)) return;
  if (arn.startsWith("kafka://")) throw notSupported("destinations of this kind (kafka)");
  throw invalidParameter(`The destination ARN ${arn} is invalid.`);
}

/** What became of an invocation, for a destination. */
export interface ResultRecord extends Readonly<Record<string, unknown>> {
  readonly requestContext: Readonly<Record<string, unknown>> & {
    readonly condition: string;
    readonly functionArn: string;
  };
}

/** Sends a record. AWS counts what cannot be delivered and drops it; here it also goes into the server's log. */
export async function deliverResult(
  yard: YardContext,
  target: Target,
  destinationArn: string,
  record: ResultRecord,
): Promise<void> {
  const text = JSON.stringify(record);
  const { service } = parseArn(destinationArn) ?? {};
  if (service === "events")
    await asTarget(yard, target, destinationArn, DESTINATION, (aws) => putEvent(aws, destinationArn, record));
  else if (service === "s3")
    await asTarget(yard, target, destinationArn, DESTINATION, (aws) =>
      putObject(yard, aws, target, destinationArn, text),
    );
  else await send(yard, target, destinationArn, DESTINATION, text, undefined);
}

// AWS: what counts a delivery that failed.
const DESTINATION = "DestinationDeliveryFailures";
const DEAD_LETTER = "DeadLetterErrors";
type FailureMetric = typeof DESTINATION | typeof DEAD_LETTER;

/** Sends what a mapping gave up to its queue or topic. */
export async function deliverRecord(yard: YardContext, target: Target, arn: string, record: object): Promise<void> {
  await send(yard, target, arn, DESTINATION, JSON.stringify(record), undefined);
}

// AWS: "Capturing records of Lambda asynchronous invocations": for EventBridge, the record is the event's detail.
async function putEvent(aws: AwsApis, busArn: string, record: ResultRecord): Promise<void> {
  const { condition, functionArn } = record.requestContext;
  const outcome = condition === "Success" ? "Success" : "Failure";
  const { Entries: [entry] = [] } = await aws.eventBridge.putEvents({
    Entries: [
      {
        EventBusName: busArn,
        Source: "lambda",
        DetailType: `Lambda Function Invocation Result - ${outcome}`,
        Detail: JSON.stringify(record),
        Resources: [functionArn, busArn],
      },
    ],
  });
  if (entry?.ErrorCode !== undefined) throw new AwsError({ code: entry.ErrorCode, message: entry.ErrorMessage ?? "" });
}

// AWS: the same page: "aws/lambda/async/<function-name>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<Random UUID>".
async function putObject(
  yard: YardContext,
  aws: AwsApis,
  target: Target,
  bucketArn: string,
  text: string,
): Promise<void> {
  const now = new Date(yard.clock.nowMs()).toISOString();
  const day = now.slice(0, 10);
  const moment = `${day}T${now.slice(11, 19).replaceAll(":", ".")}`;
  const Key = `aws/lambda/async/${target.function.name}/${day.replaceAll("-", "/")}/${moment}-${yard.random.uuid()}`;
  await aws.s3.putObject({ Bucket: parseArn(bucketArn)?.resource ?? "", Key, Body: Buffer.from(text) });
}

/** Sends an event that was given up to the function's dead-letter queue or topic. */
export async function deadLetter(
  yard: YardContext,
  target: Target,
  deadLetterArn: string,
  event: Uint8Array,
  failure: { readonly requestId: string; readonly errorMessage: string },
): Promise<void> {
  await send(yard, target, deadLetterArn, DEAD_LETTER, Buffer.from(event).toString(), {
    RequestID: { DataType: "String", StringValue: failure.requestId },
    ErrorCode: { DataType: "Number", StringValue: "200" },
    // A message attribute cannot be empty.
    ErrorMessage: { DataType: "String", StringValue: failure.errorMessage.slice(0, MOST_ERROR_CHARACTERS) || "-" },
  });
}

type Attributes = Record<string, { DataType: string; StringValue: string }>;

async function send(
  yard: YardContext,
  target: Target,
  arn: string,
  failureMetric: FailureMetric,
  text: string,
  attributes: Attributes | undefined,
): Promise<void> {
  const { service } = parseArn(arn) ?? {};
  const withAttributes = attributes === undefined ? {} : { MessageAttributes: attributes };
  await asTarget(yard, target, arn, failureMetric, async (aws) => {
    if (service === "sqs")
      await aws.sqs.sendMessage({ QueueUrl: queueUrl(yard, arn), MessageBody: text, ...withAttributes });
    else if (service === "sns") await aws.sns.publish({ TopicArn: arn, Message: text, ...withAttributes });
    else if (service === "lambda")
      await aws.lambda.invoke({ FunctionName: arn, InvocationType: "Event", Payload: Buffer.from(text) });
    else throw invalidParameter(`The destination ARN ${arn} is invalid.`);
  });
}

/** Delivers as the function's role; what cannot be delivered goes into the log. */
async function asTarget(
  yard: YardContext,
  target: Target,
  arn: string,
  failureMetric: FailureMetric,
  deliver: (aws: AwsApis) => Promise<void>,
): Promise<void> {
  const { role } = target.version;
  try {
    await withRole(yard, target.scope, role, target.function.name, deliver);
  } catch (error) {
    const { name } = target.function;
    countAsync(yard, target.scope, { name, qualifier: target.qualifier }, failureMetric, 1);
    yard.log.write("warn", "lambda.destination-failed", { function: target.function.name, arn, error });
  }
}

/** The URL of a queue, as SQS makes it from the yard's origin. */
export function queueUrl(yard: YardContext, arn: string): string {
  const { account = "", resource = "" } = parseArn(arn) ?? {};
  return `${yard.origin}/${account}/${resource}`;
}
