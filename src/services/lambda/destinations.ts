// Where results and failed events go: queues, topics and functions, as the function's role.
// AWS: "Capturing records of Lambda asynchronous invocations".

import { parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { YardContext } from "../../service/context.ts";
import { invalidParameter, notSupported } from "./errors.ts";
import type { Target } from "./functions.ts";
import { asRole, forgetRole } from "./roles.ts";

// LIMIT: AWS: "Dead-letter queues": the first 1 KB of the error message.
const MOST_ERROR_CHARACTERS = 1_024;

/** Throws unless results can be sent to `arn`. */
export function requireDestination(arn: string): void {
  const service = parseArn(arn)?.service;
  if (service === "sqs" || service === "sns" || service === "lambda") return;
  if (service === "events" || service === "s3" || arn.startsWith("kafka://"))
    throw notSupported(`destinations of this kind (${service ?? "kafka"})`);
  throw invalidParameter(`The destination ARN ${arn} is invalid.`);
}

/**
 * Sends a record. AWS counts what cannot be delivered (DestinationDeliveryFailures) and drops it; here it goes into the
 * server's log.
 */
export async function deliverResult(
  yard: YardContext,
  target: Target,
  destinationArn: string,
  record: unknown,
): Promise<void> {
  const text = JSON.stringify(record);
  await send(yard, target, destinationArn, text, undefined);
}

/** Sends an event that was given up to the function's dead-letter queue or topic. */
export async function deadLetter(
  yard: YardContext,
  target: Target,
  deadLetterArn: string,
  event: Uint8Array,
  failure: { readonly requestId: string; readonly errorMessage: string },
): Promise<void> {
  await send(yard, target, deadLetterArn, Buffer.from(event).toString(), {
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
  text: string,
  attributes: Attributes | undefined,
): Promise<void> {
  const { service, resource } = parseArn(arn) ?? {};
  const withAttributes = attributes === undefined ? {} : { MessageAttributes: attributes };
  const attempt = async (): Promise<void> => {
    const aws = await asRole(yard, target.scope, target.version.role, target.function.name);
    if (service === "sqs")
      await aws.sqs.sendMessage({ QueueUrl: queueUrl(yard, arn), MessageBody: text, ...withAttributes });
    else if (service === "sns") await aws.sns.publish({ TopicArn: arn, Message: text, ...withAttributes });
    else if (service === "lambda")
      await aws.lambda.invoke({ FunctionName: arn, InvocationType: "Event", Payload: Buffer.from(text) });
    else throw invalidParameter(`The destination ARN ${arn} is invalid.`);
  };
  try {
    await attempt().catch((error: unknown) => {
      // The role may have been made anew since it was assumed.
      if (!(error instanceof AwsError) || !error.code.startsWith("AccessDenied")) throw error;
      forgetRole(yard, target.version.role);
      return attempt();
    });
  } catch (error) {
    yard.log.write("warn", "lambda.destination-failed", { function: target.function.name, arn, resource, error });
  }
}

/** The URL of a queue, as SQS makes it from the yard's origin. */
export function queueUrl(yard: YardContext, arn: string): string {
  const { account = "", resource = "" } = parseArn(arn) ?? {};
  return `${yard.origin}/${account}/${resource}`;
}
