// Where a pipe's log records go, in the name of its role: a log group, a delivery stream, a bucket. What cannot be delivered is lost to the
// pipe's log, and told in the yard's.
// AWS: "Logging Amazon EventBridge Pipes performance".

import type { PipeLogConfigurationParameters } from "@aws-sdk/client-pipes";
import { parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { AwsApis } from "../../service/apis.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import { isForeignStream } from "../../service/targets/targets.ts";
import { validationError } from "./errors.ts";
import type { ExecutionLog } from "./execution-log.ts";
import type { PipeRecord } from "./records.ts";

/** Throws for a configuration by which nothing could be logged, or not as it says. */
export function requireLogConfiguration(scope: Scope, configuration: PipeLogConfigurationParameters | undefined): void {
  if (configuration === undefined) return;
  const { Level, CloudwatchLogsLogDestination, FirehoseLogDestination, S3LogDestination } = configuration;
  const destinations = [CloudwatchLogsLogDestination, FirehoseLogDestination, S3LogDestination];
  if (Level !== "OFF" && destinations.every((destination) => destination === undefined))
    throw validationError(`LogConfiguration of the level ${Level} has no log destination.`);
  const stream = FirehoseLogDestination?.DeliveryStreamArn;
  if (stream !== undefined && isForeignStream(stream, scope))
    throw validationError(`DeliveryStreamArn ${stream} is of another account or Region.`);
  // AWS: S3LogDestinationParameters: "EventBridge currently only supports json formatting."
  const format = S3LogDestination?.OutputFormat ?? "json";
  if (format !== "json") throw validationError(`OutputFormat ${format} is not supported; json is.`);
}

/** Delivers what an execution has logged. Never rejects for what a destination answers. */
export async function deliverLog(
  yard: YardContext,
  scope: Scope,
  aws: AwsApis,
  pipe: PipeRecord,
  log: ExecutionLog,
): Promise<void> {
  if (log.records.length === 0) return;
  const { CloudwatchLogsLogDestination, FirehoseLogDestination, S3LogDestination } = pipe.logConfiguration ?? {};
  const ways: Promise<void>[] = [];
  if (CloudwatchLogsLogDestination !== undefined)
    ways.push(toLogGroup(aws, CloudwatchLogsLogDestination.LogGroupArn ?? "", pipe.name, log));
  if (FirehoseLogDestination !== undefined)
    ways.push(toDeliveryStream(aws, FirehoseLogDestination.DeliveryStreamArn ?? "", log));
  if (S3LogDestination !== undefined) ways.push(toBucket(yard, scope, aws, S3LogDestination, pipe.name, log));
  for (const result of await Promise.allSettled(ways)) {
    if (result.status === "fulfilled") continue;
    const reason: unknown = result.reason;
    if (!(reason instanceof AwsError)) throw reason;
    yard.log.write("warn", "pipes.log-failed", { pipe: pipe.name, code: reason.code, message: reason.message });
  }
}

// AWS does not document the streams of pipes' logs: here each pipe has one of its own name.
async function toLogGroup(aws: AwsApis, arn: string, logStreamName: string, { records }: ExecutionLog): Promise<void> {
  const logGroupName = (parseArn(arn)?.resource ?? "").replace(/^log-group:/, "").replace(/:\*$/, "");
  const logEvents = records.map(({ atMs, text }) => ({ timestamp: atMs, message: text }));
  const put = () => aws.cloudWatchLogs.putLogEvents({ logGroupName, logStreamName, logEvents });
  try {
    await put();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ResourceNotFoundException") throw error;
    await aws.cloudWatchLogs.createLogStream({ logGroupName, logStreamName });
    await put();
  }
}

async function toDeliveryStream(aws: AwsApis, arn: string, { records }: ExecutionLog): Promise<void> {
  await aws.firehose.putRecordBatch({
    DeliveryStreamName: arn.slice(arn.lastIndexOf("/") + 1),
    Records: records.map(({ text }) => ({ Data: Buffer.from(`${text}\n`) })),
  });
}

/** DEVIATION: one object an execution, at once; AWS gathers records for minutes. */
async function toBucket(
  yard: YardContext,
  { account, region }: Scope,
  aws: AwsApis,
  destination: NonNullable<PipeLogConfigurationParameters["S3LogDestination"]>,
  name: string,
  { executionId, records }: ExecutionLog,
): Promise<void> {
  const [day = ""] = new Date(yard.clock.nowMs()).toISOString().split("T");
  const folder = `AWSLogs/${account}/vendedlogs/pipes/${region}/${name}/${day.replaceAll("-", "/")}`;
  await aws.s3.putObject({
    Bucket: destination.BucketName,
    ExpectedBucketOwner: destination.BucketOwner,
    Key: `${destination.Prefix ?? ""}${folder}/${executionId}.json`,
    Body: records.map(({ text }) => `${text}\n`).join(""),
    ContentType: "application/json",
  });
}
