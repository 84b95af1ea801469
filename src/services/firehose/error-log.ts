// What went wrong with a delivery, told to the customer's log group.
// AWS: "Monitor Amazon Data Firehose Using CloudWatch Logs": the members of an entry, and the codes of S3's errors.

import type { CloudWatchLoggingOptions } from "@aws-sdk/client-firehose";
import { AwsError } from "../../kernel/errors.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import { deliveryStreamArn } from "./names.ts";
import type { DeliveryStreamRecord } from "./records.ts";
import { asRole } from "./roles.ts";

/** One entry. */
export interface LogEntry {
  /** The ARN of the bucket, or the address of the endpoint. */
  readonly destination: string;
  readonly code: string;
  readonly message: string;
  /** The function that failed. */
  readonly processor?: string;
}

/** Where entries go, and as whom. */
interface LogPlace {
  readonly options: CloudWatchLoggingOptions | undefined;
  readonly roleArn: string | undefined;
}

/** Writes an entry, where a log is asked for. That it cannot be written is nobody's failure. */
export async function logFailure(
  yard: YardContext,
  scope: Scope,
  stream: DeliveryStreamRecord,
  { options, roleArn }: LogPlace,
  { destination, code, message, processor }: LogEntry,
): Promise<void> {
  if (options?.Enabled !== true) return;
  const text = JSON.stringify({
    deliveryStreamARN: deliveryStreamArn(scope, stream.name),
    destination,
    deliveryStreamVersionId: stream.version,
    message,
    errorCode: code,
    ...(processor === undefined ? {} : { processor }),
  });
  try {
    await asRole(yard, scope, { streamName: stream.name, roleArn }, (aws) =>
      aws.cloudWatchLogs.putLogEvents({
        logGroupName: options.LogGroupName,
        logStreamName: options.LogStreamName,
        logEvents: [{ timestamp: yard.clock.nowMs(), message: text }],
      }),
    );
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    yard.log.write("warn", "firehose.log-failed", { stream: stream.name, error });
  }
}

const S3_MESSAGES: Readonly<Record<string, string>> = {
  "S3.AccessDenied":
    "Access was denied. Ensure that the trust policy for the provided IAM role allows Kinesis Data Firehose to assume the role, and the access policy allows access to the S3 bucket.",
  "S3.NoSuchBucket":
    "The specified bucket does not exist. Create the bucket or use a different bucket that does exist.",
};

/** An error of a delivery into a bucket, as Firehose names it. */
export function s3Failure(error: AwsError): Pick<LogEntry, "code" | "message"> {
  const code = error.code.startsWith("AccessDenied") ? "S3.AccessDenied" : `S3.${error.code}`;
  return { code, message: S3_MESSAGES[code] ?? error.message };
}
