// Subscription filters: functions and streams that get a group's matching events as they are written, as jobs of the
// transaction that wrote them. AWS: "Real-time processing of log data with subscriptions" (CloudWatch Logs user guide).

import { gzipSync } from "node:zlib";
import { AwsError } from "../../kernel/errors.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import { invalidParameter } from "./errors.ts";
import { compileWriteFilter } from "./filter-pattern.ts";
import { logGroupArn } from "./log-group.ts";
import type { LogEvent, LogGroupRecord } from "./records.ts";
import { listSubscriptions } from "./repo.ts";
import { putIntoStream } from "./stream-destination.ts";
import { writeEventId } from "./tokens.ts";

const DELIVER = "cloudwatch-logs/deliver";
/** AWS: deliveries that fail in a way that may pass are tried for up to 24 hours. */
const GIVE_UP_AFTER_MS = 24 * 3_600_000;

const THROTTLES = new Set(["ProvisionedThroughputExceededException", "TooManyRequestsException"]);

interface DeliverPayload {
  readonly destinationArn: string;
  readonly logGroupName: string;
  /** Of a destination that is a stream. */
  readonly roleArn?: string;
  /** By which a batch finds its shard. */
  readonly partitionKey?: string;
  /** The message's JSON text. */
  readonly data: string;
}

/** Has a written batch delivered to the group's subscriptions. */
export function enqueueSubscriptions(
  tx: WriteTx,
  yard: YardContext & Scope,
  group: LogGroupRecord,
  logStreamName: string,
  events: readonly LogEvent[],
): void {
  const { account, region } = yard;
  for (const filter of listSubscriptions(tx, yard, group.groupId)) {
    const matches = compileWriteFilter(filter.filterPattern);
    const wanted = events.filter((event) => matches(event.message));
    if (wanted.length === 0) continue;
    const data = JSON.stringify({
      messageType: "DATA_MESSAGE",
      owner: account,
      logGroup: group.logGroupName,
      logStream: logStreamName,
      subscriptionFilters: [filter.filterName],
      logEvents: wanted.map((event) => ({
        id: writeEventId(event),
        timestamp: event.timestampMs,
        message: event.message,
      })),
    });
    const { destinationArn, roleArn, distribution } = filter;
    const payload: DeliverPayload = {
      destinationArn,
      logGroupName: group.logGroupName,
      data,
      // AWS: PutSubscriptionFilter: "distribution": by log stream, or random.
      ...(roleArn === undefined
        ? {}
        : { roleArn, partitionKey: distribution === "Random" ? yard.random.uuid() : logStreamName }),
    };
    yard.jobs.enqueue(tx, { account, region, kind: DELIVER, payload });
  }
}

/** Delivers one batch to one function or stream. */
export const deliverJob: JobHandler = {
  kind: DELIVER,
  async run(job, yard) {
    const payload = job.payload as DeliverPayload;
    const { destinationArn, logGroupName } = payload;
    try {
      await deliver(yard, job, payload);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const isOld = yard.clock.nowMs() - job.createdAtMs > GIVE_UP_AFTER_MS;
      if ((error.fault === "server" || THROTTLES.has(error.code)) && !isOld)
        return { retryAtMs: yard.clock.nowMs() + Math.min(60_000, 1000 * 2 ** Math.min(job.attempt, 6)) };
      const { code, message: reason } = error;
      yard.log.write("warn", "cloudwatch-logs/delivery-failed", { destinationArn, logGroupName, code, reason });
    }
    return "done";
  },
};

async function deliver(yard: YardContext, scope: Scope, payload: DeliverPayload): Promise<void> {
  const { destinationArn, logGroupName, roleArn, partitionKey = "", data } = payload;
  if (roleArn !== undefined) {
    await putIntoStream(yard, scope, { logGroupName, destinationArn, roleArn }, { data, partitionKey });
    return;
  }
  // AWS: the function gets the message compressed and in base 64.
  const message = { awslogs: { data: gzipSync(data).toString("base64") } };
  await invoke(yard, scope, logGroupName, destinationArn, "Event", Buffer.from(JSON.stringify(message)));
}

/** Throws InvalidParameterException unless the function is there and lets the group's events in. */
export async function validateDestination(
  yard: YardContext,
  scope: Scope,
  logGroupName: string,
  destinationArn: string,
): Promise<void> {
  try {
    await invoke(yard, scope, logGroupName, destinationArn, "DryRun");
  } catch (error) {
    if (!(error instanceof AwsError) || error.fault === "server") throw error;
    throw invalidParameter(
      "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.",
    );
  }
}

/** AWS: a function's policy may name the service with or without its region. */
async function invoke(
  yard: YardContext,
  scope: Scope,
  logGroupName: string,
  FunctionName: string,
  InvocationType: "Event" | "DryRun",
  Payload?: Uint8Array,
): Promise<void> {
  const sourceArn = `${logGroupArn(scope, logGroupName)}:*`;
  const call = (service: string) =>
    yard
      .as({ kind: "service", service, sourceArn, sourceAccount: scope.account }, scope)
      .lambda.invoke({ FunctionName, InvocationType, ...(Payload === undefined ? {} : { Payload }) });
  try {
    await call("logs.amazonaws.com");
  } catch (error) {
    if (!(error instanceof AwsError) || error.status !== 403) throw error;
    await call(`logs.${scope.region}.amazonaws.com`);
  }
}
