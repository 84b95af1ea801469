// What topics count of themselves for CloudWatch.
// AWS: Developer Guide, "Monitoring Amazon SNS topics using CloudWatch".

import { parseArn } from "../../kernel/arns.ts";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { CountedCall } from "../../service/service.ts";

/** Of what becomes of notifications. */
export type NotificationMetric =
  | "NumberOfNotificationsDelivered"
  | "NumberOfNotificationsFailed"
  | "NumberOfNotificationsFilteredOut"
  | "NumberOfNotificationsRedrivenToDlq"
  | "NumberOfNotificationsFailedToRedriveToDlq";

interface Entry {
  readonly Id?: string;
  readonly Message?: string;
}

/** Counts messages that were published. */
export function countCall({ operation, input, output, failure }: CountedCall, yard: YardContext): void {
  if (failure !== undefined || (operation !== "Publish" && operation !== "PublishBatch")) return;
  const { TopicArn: arn, Message, PublishBatchRequestEntries: entries = [{ Message }] } = input;
  // Messages to phones and devices have no topic.
  if (typeof arn !== "string") return;
  const { account = "", region = "", resource = "" } = parseArn(arn) ?? {};
  const scope = { account: parseAccountId(account), region: parseRegion(region) };
  const failed = new Set(((output?.["Failed"] ?? []) as readonly Entry[]).map(({ Id }) => Id));
  const family = yard.metrics.family(scope, "AWS/SNS", [["TopicName", resource]]);
  for (const { Id, Message: text = "" } of entries as readonly Entry[]) {
    if (Id !== undefined && failed.has(Id)) continue;
    family.add("NumberOfMessagesPublished", 1, "Count");
    family.add("PublishSize", Buffer.byteLength(text), "Bytes");
  }
}

/** Counts what became of one notification. */
export function countNotification(
  yard: Pick<YardContext, "metrics">,
  { account, region }: Scope,
  topicName: string,
  metric: NotificationMetric,
): void {
  yard.metrics.family({ account, region }, "AWS/SNS", [["TopicName", topicName]]).add(metric, 1, "Count");
}
