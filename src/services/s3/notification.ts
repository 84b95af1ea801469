// Event notifications: which configurations S3 takes, and which of them an event concerns. Pure.
// AWS: "Amazon S3 Event Notifications" (user guide).

import type { NotificationConfiguration } from "@aws-sdk/client-s3";
import { parseArn } from "../../kernel/arns.ts";
import { invalidArgument, invalidRequest, malformedXml } from "./errors.ts";
import type { ObjectEvent } from "./event-message.ts";
import type { BucketRecord, NotificationRecord } from "./records.ts";

/** LIMIT: rules of one bucket. */
const MAX_CONFIGURATIONS = 100;

/** Reads a configuration; `newId` makes ids for rules that have none. */
export function parseNotifications(
  configuration: NotificationConfiguration,
  region: string,
  newId: () => string,
): readonly NotificationRecord[] {
  const rules = [
    ...(configuration.QueueConfigurations ?? []).map((rule) => ({
      ...rule,
      kind: "queue" as const,
      arn: rule.QueueArn,
    })),
    ...(configuration.TopicConfigurations ?? []).map((rule) => ({
      ...rule,
      kind: "topic" as const,
      arn: rule.TopicArn,
    })),
    ...(configuration.LambdaFunctionConfigurations ?? []).map((rule) => ({
      ...rule,
      kind: "function" as const,
      arn: rule.LambdaFunctionArn,
    })),
  ];
  const records = rules.map(({ kind, arn, Id, Events, Filter }): NotificationRecord => {
    if (arn === undefined || Events === undefined || Events.length === 0) throw malformedXml();
    checkDestination(kind, arn, region);
    const affix = (wanted: string): string | undefined => {
      const values = (Filter?.Key?.FilterRules ?? []).filter((rule) => rule.Name?.toLowerCase() === wanted);
      if (values.length > 1)
        throw invalidArgument(`Cannot specify more than one ${wanted} rule in a filter.`, "FilterRule.Name", wanted);
      return values[0]?.Value;
    };
    for (const { Name } of Filter?.Key?.FilterRules ?? []) {
      if (!["prefix", "suffix"].includes(Name?.toLowerCase() ?? ""))
        throw invalidArgument("filter rule name must be either prefix or suffix", "FilterRule.Name", Name);
    }
    for (const event of Events) {
      if (!EVENTS.has(event))
        throw invalidArgument("A specified event is not supported for notifications.", "Event", event);
    }
    const prefix = affix("prefix");
    const suffix = affix("suffix");
    return {
      id: Id ?? newId(),
      kind,
      arn,
      events: Events,
      ...(prefix === undefined ? {} : { prefix }),
      ...(suffix === undefined ? {} : { suffix }),
    };
  });
  if (records.length > MAX_CONFIGURATIONS)
    throw invalidRequest("Number of notification configurations exceeds maximum allowed limit of 100.");
  if (new Set(records.map((record) => record.id)).size < records.length)
    throw invalidArgument("Same ID used for multiple configurations. IDs must be unique", "Id", records[0]?.id);
  checkOverlaps(records);
  return records;
}

function checkDestination(kind: NotificationRecord["kind"], arn: string, region: string): void {
  const destination = parseArn(arn);
  if (destination?.service !== SERVICE_OF[kind])
    throw invalidArgument("The ARN could not be parsed", ARN_MEMBER[kind], arn);
  if (destination.region !== region)
    throw invalidArgument(
      "The notification destination service region is not valid for the bucket location constraint",
      ARN_MEMBER[kind],
      arn,
    );
  // AWS: "Supported event destinations": no FIFO queues and topics.
  if (destination.resource.endsWith(".fifo"))
    throw invalidArgument(
      kind === "queue" ? "FIFO SQS queues are not supported." : "FIFO SNS topics are not supported.",
      ARN_MEMBER[kind],
      arn,
    );
}

const SERVICE_OF = { queue: "sqs", topic: "sns", function: "lambda" } as const;
const ARN_MEMBER = { queue: "Queue", topic: "Topic", function: "CloudFunction" } as const;

/** AWS: all event types; those of features that the yard does not have never occur, and so may be asked for. */
const EVENTS: ReadonlySet<string> = new Set([
  "s3:ObjectCreated:*",
  "s3:ObjectCreated:Put",
  "s3:ObjectCreated:Post",
  "s3:ObjectCreated:Copy",
  "s3:ObjectCreated:CompleteMultipartUpload",
  "s3:ObjectRemoved:*",
  "s3:ObjectRemoved:Delete",
  "s3:ObjectRemoved:DeleteMarkerCreated",
  "s3:ObjectTagging:*",
  "s3:ObjectTagging:Put",
  "s3:ObjectTagging:Delete",
  "s3:ObjectAcl:Put",
  "s3:ObjectRestore:*",
  "s3:ObjectRestore:Post",
  "s3:ObjectRestore:Completed",
  "s3:ObjectRestore:Delete",
  "s3:ReducedRedundancyLostObject",
  "s3:Replication:*",
  "s3:Replication:OperationFailedReplication",
  "s3:Replication:OperationNotTracked",
  "s3:Replication:OperationMissedThreshold",
  "s3:Replication:OperationReplicatedAfterThreshold",
  "s3:LifecycleTransition",
  "s3:LifecycleExpiration:*",
  "s3:LifecycleExpiration:Delete",
  "s3:LifecycleExpiration:DeleteMarkerCreated",
  "s3:IntelligentTiering",
]);

/** AWS: one event concerns at most one rule ("Configuring event notifications using object key name filtering"). */
function checkOverlaps(records: readonly NotificationRecord[]): void {
  for (const [index, one] of records.entries()) {
    for (const other of records.slice(index + 1)) {
      const sharesEvent = one.events.some((a) => other.events.some((b) => covers(a, b) || covers(b, a)));
      const sharesPrefix = isPrefixOfOther(one.prefix ?? "", other.prefix ?? "");
      const sharesSuffix = isPrefixOfOther(reverse(one.suffix ?? ""), reverse(other.suffix ?? ""));
      if (!sharesEvent || !sharesPrefix || !sharesSuffix) continue;
      const hasFilter = [one, other].some(({ prefix, suffix }) => prefix !== undefined || suffix !== undefined);
      if (!hasFilter)
        throw invalidArgument(
          "Configurations overlap. Configurations on the same bucket cannot share a common event type.",
          "Event",
          one.events.join(","),
        );
      throw invalidArgument(
        "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are " +
          "overlapping for the same event type.",
        "FilterRule",
        one.suffix ?? one.prefix ?? "",
      );
    }
  }
}

function isPrefixOfOther(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

function reverse(text: string): string {
  return Array.from(text).toReversed().join("");
}

/** True if a rule's event, perhaps with a wildcard, covers a type. */
function covers(event: string, type: string): boolean {
  return event === type || (event.endsWith("*") && type.startsWith(event.slice(0, -1)));
}

/** The rules that an event concerns. */
export function matchingNotifications(bucket: BucketRecord, event: ObjectEvent): readonly NotificationRecord[] {
  return (bucket.notifications ?? []).filter(
    ({ events, prefix = "", suffix = "" }) =>
      events.some((wanted) => covers(wanted, `s3:${event.eventName}`)) &&
      event.key.startsWith(prefix) &&
      event.key.endsWith(suffix),
  );
}

/** The configuration as GetBucketNotificationConfiguration shows it. */
export function formatNotifications({
  notifications: records = [],
  isBridged,
}: Pick<BucketRecord, "notifications" | "isBridged">): NotificationConfiguration {
  const rules = (kind: NotificationRecord["kind"]) => records.filter((record) => record.kind === kind).map(formatRule);
  const queues = rules("queue").map(({ arn, ...rule }) => ({ ...rule, QueueArn: arn }));
  const topics = rules("topic").map(({ arn, ...rule }) => ({ ...rule, TopicArn: arn }));
  const functions = rules("function").map(({ arn, ...rule }) => ({ ...rule, LambdaFunctionArn: arn }));
  return {
    ...(queues.length === 0 ? {} : { QueueConfigurations: queues }),
    ...(topics.length === 0 ? {} : { TopicConfigurations: topics }),
    ...(functions.length === 0 ? {} : { LambdaFunctionConfigurations: functions }),
    ...(isBridged === true ? { EventBridgeConfiguration: {} } : {}),
  };
}

function formatRule({ id, arn, events, prefix, suffix }: NotificationRecord) {
  const FilterRules = [
    ...(prefix === undefined ? [] : [{ Name: "Prefix" as "prefix", Value: prefix }]),
    ...(suffix === undefined ? [] : [{ Name: "Suffix" as "suffix", Value: suffix }]),
  ];
  return {
    Id: id,
    arn,
    Events: [...events] as "s3:ObjectCreated:*"[],
    ...(FilterRules.length === 0 ? {} : { Filter: { Key: { FilterRules } } }),
  };
}
