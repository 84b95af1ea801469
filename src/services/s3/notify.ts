// Sending event notifications: a job written with the change, run as the service principal of S3 acting for the bucket,
// so that the destination's own policy decides whether it may.

import { parseArn } from "../../kernel/arns.ts";
import { AwsError, invariant } from "../../kernel/errors.ts";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { AwsApis } from "../../service/apis.ts";
import type { Context, Scope, YardContext } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import { bucketArn } from "./bucket-name.ts";
import { invalidArgument } from "./errors.ts";
import {
  type EventOrigin,
  formatBridgeEvent,
  formatEvent,
  formatTestEvent,
  type ObjectEvent,
} from "./event-message.ts";
import { matchingNotifications } from "./notification.ts";
import { canonicalUserId } from "./operation.ts";
import type { BucketRecord, NotificationRecord } from "./records.ts";

const NOTIFY = "s3/notify";
/** AWS: S3 tries for some time and then gives up; how long is not documented. A day is the longest that services try. */
const GIVE_UP_AFTER_MS = 24 * 3_600_000;

type NotifyPayload = MessagePayload | BridgePayload;

interface MessagePayload {
  readonly bucketName: string;
  readonly kind: NotificationRecord["kind"];
  readonly arn: string;
  /** JSON text. */
  readonly message: string;
  /** Of the request that caused it. */
  readonly trace?: string;
}

interface BridgePayload {
  readonly bucketName: string;
  readonly kind: "bus";
  /** Of the default bus. */
  readonly arn: string;
  readonly detailType: string;
  /** JSON text. */
  readonly message: string;
  readonly timeMs: number;
}

/** Who causes events: a request, or a run of lifecycle rules. */
export type EventSource = Pick<Context, "clock" | "jobs" | "random" | "principal" | "requestId"> & {
  readonly sourceIp?: string | undefined;
  readonly headers?: Context["headers"];
};

let events = 0;

/** Has an event sent to everyone whom it concerns, after the transaction. Most buckets have no rules, and pay nothing. */
export function enqueueEvent(tx: WriteTx, context: EventSource, bucket: BucketRecord, event: ObjectEvent): void {
  const rules = matchingNotifications(bucket, event);
  if (rules.length === 0 && bucket.isBridged !== true) return;
  const { bucketName, account, region } = bucket;
  const scope = scopeOf(bucket);
  const enqueue = (payload: NotifyPayload): void => {
    context.jobs.enqueue(tx, { ...scope, kind: NOTIFY, payload });
  };
  const origin = originOf(context, bucket);
  const trace = context.headers?.["x-amzn-trace-id"];
  for (const { kind, arn, id } of rules)
    enqueue({
      bucketName,
      kind,
      arn,
      message: JSON.stringify(formatEvent(bucket, id, event, origin)),
      ...(trace === undefined ? {} : { trace }),
    });
  const bridged = bucket.isBridged === true ? formatBridgeEvent(bucket, event, origin) : undefined;
  if (bridged === undefined) return;
  const { detailType, detail } = bridged;
  const arn = `arn:aws:events:${region}:${account}:event-bus/default`;
  const message = JSON.stringify(detail);
  enqueue({ bucketName, kind: "bus", arn, detailType, message, timeMs: origin.timeMs });
}

function originOf(source: EventSource, bucket: BucketRecord): EventOrigin {
  const { principal, requestId, clock } = source;
  const timeMs = clock.nowMs();
  events = (events + 1) % 0x100_0000;
  const service = principal.kind === "service" ? principal.service : undefined;
  return {
    timeMs,
    principalId: service ?? ("userId" in principal ? `AWS:${principal.userId}` : "Anonymous"),
    requester: service ?? ("account" in principal ? principal.account : "Anonymous"),
    // AWS: what services do comes from them. A call inside the process comes from this machine.
    sourceIp: source.sourceIp ?? service ?? "127.0.0.1",
    ownerId: canonicalUserId(bucket.account),
    requestId,
    sequencer: `${timeMs.toString(16).padStart(12, "0")}${events.toString(16).padStart(6, "0")}`.toUpperCase(),
  };
}

/** Sends one message. */
export const notifyJob: JobHandler = {
  kind: NOTIFY,
  async run(job, yard) {
    const payload = job.payload as NotifyPayload;
    try {
      const trace = payload.kind === "bus" ? undefined : payload.trace;
      await send(asBucket(yard, payload.bucketName, job, payload.arn, trace), payload, yard.origin);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const isOld = yard.clock.nowMs() - job.createdAtMs > GIVE_UP_AFTER_MS;
      // A destination that is gone, or that no longer lets S3 in, does not come back by trying again.
      if (error.fault === "server" && !isOld)
        return { retryAtMs: yard.clock.nowMs() + Math.min(60_000, 1000 * 2 ** Math.min(job.attempt, 6)) };
      const { bucketName, arn } = payload;
      yard.log.write("warn", "s3/notification-failed", { bucketName, arn, code: error.code, message: error.message });
    }
    return "done";
  },
};

/**
 * Makes sure that a destination is there and lets the bucket in, with a test event (for functions: a dry run). Throws
 * InvalidArgument with S3's reason.
 */
export async function validateDestination(
  context: Context,
  bucket: BucketRecord,
  { kind, arn }: NotificationRecord,
): Promise<void> {
  const aws = asBucket(context, bucket.bucketName, scopeOf(bucket), arn);
  const message = JSON.stringify(formatTestEvent(bucket, context.clock.nowMs(), context.requestId));
  try {
    if (kind === "function") await aws.lambda.invoke({ FunctionName: arn, InvocationType: "DryRun" });
    else await send(aws, { kind, arn, message, bucketName: bucket.bucketName }, context.origin);
  } catch (error) {
    if (!(error instanceof AwsError) || error.fault === "server") throw error;
    throw invalidArgument(
      "Unable to validate the following destination configurations",
      arn,
      reasonOf(kind, arn, error),
    );
  }
}

function reasonOf(kind: NotificationRecord["kind"], arn: string, error: AwsError): string {
  if (kind === "function") return `Not authorized to invoke function [${arn}]`;
  if (error.status === 404 || /NonExistentQueue|QueueDoesNotExist|NotFound/.test(error.code))
    return `The destination ${kind} does not exist`;
  return `Permissions on the destination ${kind} do not allow S3 to publish notifications from this bucket`;
}

async function send(aws: AwsApis, payload: NotifyPayload, origin: string): Promise<void> {
  const { kind, arn, message, bucketName } = payload;
  if (payload.kind === "bus") {
    const { detailType: DetailType, timeMs } = payload;
    const entry = { Source: "aws.s3", DetailType, Detail: message, Time: new Date(timeMs) };
    await aws.eventBridge.putEvents({ Entries: [{ ...entry, Resources: [bucketArn(bucketName)] }] });
  } else if (kind === "function") {
    await aws.lambda.invoke({ FunctionName: arn, InvocationType: "Event", Payload: Buffer.from(message) });
  } else if (kind === "topic") {
    await aws.sns.publish({ TopicArn: arn, Message: message, Subject: "Amazon S3 Notification" });
  } else {
    const queue = parseArn(arn);
    await aws.sqs.sendMessage({
      QueueUrl: `${origin}/${queue?.account ?? ""}/${queue?.resource ?? ""}`,
      MessageBody: message,
    });
  }
}

function asBucket(yard: YardContext, bucketName: string, owner: Scope, targetArn: string, trace?: string): AwsApis {
  const target = parseArn(targetArn);
  invariant(target !== undefined, "A notification's ARN was checked when it was configured.");
  return yard.as(
    { kind: "service", service: "s3.amazonaws.com", sourceArn: bucketArn(bucketName), sourceAccount: owner.account },
    { account: parseAccountId(target.account), region: parseRegion(target.region) },
    trace === undefined ? undefined : { headers: { "x-amzn-trace-id": trace } },
  );
}

function scopeOf(bucket: BucketRecord): Scope {
  return { account: parseAccountId(bucket.account), region: parseRegion(bucket.region) };
}
