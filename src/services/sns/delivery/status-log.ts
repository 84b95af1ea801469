// The log of deliveries: what became of each message, written to CloudWatch Logs with the topic's role, which must allow it.
// AWS: "Amazon SNS message delivery status". All failures are logged, of successes the wanted share.

import { hash } from "node:crypto";
import { AwsError } from "../../../kernel/errors.ts";
import type { AwsApis } from "../../../service/apis.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import { assumeServiceRole } from "../../../service/service-role.ts";
import type { Protocol } from "../records.ts";
import type { Attempt, Receipt } from "./attempt.ts";

/** How the attributes of a protocol begin: HTTPSuccessFeedbackRoleArn. E-mail has none; SMS has the account's settings. */
const PREFIXES: Readonly<Partial<Record<Protocol, string>>> = {
  application: "Application",
  firehose: "Firehose",
  http: "HTTP",
  https: "HTTP",
  lambda: "Lambda",
  sqs: "SQS",
};

export interface DeliveryOutcome {
  readonly status: "SUCCESS" | "FAILURE";
  readonly receipt: Receipt;
  readonly attempts: number;
}

/** Writes what became of a notification, where its topic wants that. A log that cannot be written stops no delivery. */
export async function logDelivery(attempt: Attempt, outcome: DeliveryOutcome): Promise<void> {
  const { yard, scope, topic, subscription, notification } = attempt;
  const prefix = PREFIXES[subscription.protocol];
  if (prefix === undefined) return;
  const { attributes } = topic;
  const isFailure = outcome.status === "FAILURE";
  const roleArn = attributes[`${prefix}${isFailure ? "Failure" : "Success"}FeedbackRoleArn`];
  // Inferred: who gives a role and no rate wants all.
  const rate = Number(attributes[`${prefix}SuccessFeedbackSampleRate`] ?? 100);
  if (roleArn === undefined || (!isFailure && yard.random.integer(100) >= rate)) return;
  const group = `sns/${scope.region}/${scope.account}/${topic.name}${isFailure ? "/Failure" : ""}`;
  const entry = {
    notification: {
      messageMD5Sum: hash("md5", notification.message),
      messageId: notification.messageId,
      topicArn: notification.topicArn,
      timestamp: new Date(notification.publishedAtMs).toISOString().replace("T", " ").replace("Z", ""),
    },
    delivery: {
      deliveryId: yard.random.uuid(),
      destination: subscription.endpoint,
      providerResponse: outcome.receipt.providerResponse,
      dwellTimeMs: yard.clock.nowMs() - notification.publishedAtMs,
      attempts: outcome.attempts,
      statusCode: outcome.receipt.statusCode,
    },
    status: outcome.status,
  };
  try {
    await writeEntry(yard, scope, { roleArn, sourceArn: notification.topicArn, group, stream: subscription.id, entry });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    yard.log.write("warn", "sns/status-log-failed", { group, code: error.code, message: error.message });
  }
}

interface LogTarget {
  readonly roleArn: string;
  readonly sourceArn: string;
  readonly group: string;
  readonly stream: string;
  readonly entry: object;
}

async function writeEntry(yard: YardContext, scope: Scope, target: LogTarget): Promise<void> {
  const { roleArn, sourceArn, group, stream, entry } = target;
  const { principal } = await assumeServiceRole(yard, {
    service: "sns.amazonaws.com",
    roleArn,
    sessionName: "SNSDeliveryStatus",
    sourceArn,
    scope,
  });
  const logs = yard.as(principal, scope).cloudWatchLogs;
  const put = (): Promise<unknown> =>
    logs.putLogEvents({
      logGroupName: group,
      logStreamName: stream,
      logEvents: [{ timestamp: yard.clock.nowMs(), message: JSON.stringify(entry) }],
    });
  try {
    await put();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ResourceNotFoundException") throw error;
    await makeStream(logs, group, stream);
    await put();
  }
}

async function makeStream(logs: AwsApis["cloudWatchLogs"], group: string, stream: string): Promise<void> {
  await orPresent(logs.createLogGroup({ logGroupName: group }));
  await orPresent(logs.createLogStream({ logGroupName: group, logStreamName: stream }));
}

async function orPresent(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ResourceAlreadyExistsException") throw error;
  }
}
