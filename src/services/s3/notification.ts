// Event notifications: which configurations S3 takes, which of them an event concerns, and what the event says. Pure.
// AWS: "Amazon S3 Event Notifications" and "Event message structure" (user guide).

import type { NotificationConfiguration } from "@aws-sdk/client-s3";
import { parseArn } from "../../kernel/arns.ts";
import { bucketArn } from "./bucket-name.ts";
import { invalidArgument, malformedXml, notImplemented } from "./errors.ts";
import { encodeKey } from "./listing.ts";
import type { BucketRecord, NotificationRecord } from "./records.ts";

/** What happened to a key. */
export interface ObjectEvent {
  /** Without the "s3:" in front, such as "ObjectCreated:Put". */
  readonly eventName: string;
  readonly key: string;
  readonly bytes?: number;
  readonly etag?: string;
  readonly versionId?: string | undefined;
}

/** Reads a configuration; `newId` makes ids for rules that have none. */
export function parseNotifications(
  configuration: NotificationConfiguration,
  newId: () => string,
): readonly NotificationRecord[] {
  if (configuration.EventBridgeConfiguration !== undefined)
    throw notImplemented("EventBridgeConfiguration", "Notifications to EventBridge are not implemented.");
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
    if (parseArn(arn)?.service !== SERVICE_OF[kind])
      throw invalidArgument("The ARN could not be parsed", ARN_MEMBER[kind], arn);
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
  if (new Set(records.map((record) => record.id)).size < records.length)
    throw invalidArgument("Same ID used for multiple configurations. IDs must be unique", "Id", records[0]?.id);
  checkOverlaps(records);
  return records;
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
export function formatNotifications(records: readonly NotificationRecord[]): NotificationConfiguration {
  const rules = (kind: NotificationRecord["kind"]) => records.filter((record) => record.kind === kind).map(formatRule);
  const queues = rules("queue").map(({ arn, ...rule }) => ({ ...rule, QueueArn: arn }));
  const topics = rules("topic").map(({ arn, ...rule }) => ({ ...rule, TopicArn: arn }));
  const functions = rules("function").map(({ arn, ...rule }) => ({ ...rule, LambdaFunctionArn: arn }));
  return {
    ...(queues.length === 0 ? {} : { QueueConfigurations: queues }),
    ...(topics.length === 0 ? {} : { TopicConfigurations: topics }),
    ...(functions.length === 0 ? {} : { LambdaFunctionConfigurations: functions }),
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

/** Who did it and when, for the message. */
export interface EventOrigin {
  readonly timeMs: number;
  readonly principalId: string;
  readonly ownerId: string;
  readonly requestId: string;
  /** Grows from event to event of one key. */
  readonly sequencer: string;
}

/** The message of one event for one rule. AWS: event message structure, version 2.1. */
export function formatEvent(bucket: BucketRecord, rule: NotificationRecord, event: ObjectEvent, origin: EventOrigin) {
  return {
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: bucket.region,
        eventTime: new Date(origin.timeMs).toISOString(),
        eventName: event.eventName,
        userIdentity: { principalId: origin.principalId },
        requestParameters: { sourceIPAddress: "127.0.0.1" },
        responseElements: { "x-amz-request-id": origin.requestId, "x-amz-id-2": origin.requestId },
        s3: {
          s3SchemaVersion: "1.0",
          configurationId: rule.id,
          bucket: {
            name: bucket.bucketName,
            ownerIdentity: { principalId: origin.ownerId },
            arn: bucketArn(bucket.bucketName),
          },
          object: {
            // AWS: the key is URL-encoded, a space as "+".
            key: encodeKey(event.key),
            ...(event.bytes === undefined ? {} : { size: event.bytes }),
            ...(event.etag === undefined ? {} : { eTag: event.etag.replaceAll('"', "") }),
            ...(event.versionId === undefined ? {} : { versionId: event.versionId }),
            sequencer: origin.sequencer,
          },
        },
      },
    ],
  };
}

/** The message that a destination gets when it is configured. */
export function formatTestEvent(bucket: BucketRecord, timeMs: number, requestId: string) {
  return {
    Service: "Amazon S3",
    Event: "s3:TestEvent",
    Time: new Date(timeMs).toISOString(),
    Bucket: bucket.bucketName,
    RequestId: requestId,
    HostId: requestId,
  };
}
