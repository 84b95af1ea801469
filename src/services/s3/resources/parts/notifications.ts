// NotificationConfiguration: the template has one event a rule, the API a list.

import type { NotificationConfiguration } from "@aws-sdk/client-s3";
import { field, isTrue, list, text } from "../template-values.ts";
import type { BucketPart } from "./part.ts";

export const notifications: BucketPart = {
  property: "NotificationConfiguration",
  put: (value, { s3, Bucket }) =>
    s3.putBucketNotificationConfiguration({ Bucket, NotificationConfiguration: toNotifications(value) }),
  reset: ({ s3, Bucket }) => s3.putBucketNotificationConfiguration({ Bucket, NotificationConfiguration: {} }),
  read: async ({ s3, Bucket }) => fromNotifications(await s3.getBucketNotificationConfiguration({ Bucket })),
};

/** A property of the template and the API's name for it, by the kind of destination. */
const DESTINATIONS = [
  ["QueueConfigurations", "Queue", "QueueConfigurations", "QueueArn"],
  ["TopicConfigurations", "Topic", "TopicConfigurations", "TopicArn"],
  ["LambdaConfigurations", "Function", "LambdaFunctionConfigurations", "LambdaFunctionArn"],
] as const;

function toNotifications(configuration: unknown): NotificationConfiguration {
  const result: Record<string, unknown> = {};
  for (const [property, target, member, arn] of DESTINATIONS) {
    const rules = list(field(configuration, property));
    if (rules.length === 0) continue;
    result[member] = rules.map((rule) => ({
      [arn]: text(rule, target),
      // The template has one event a rule, the API a list.
      Events: [text(rule, "Event")],
      Filter: {
        Key: {
          FilterRules: list(field(field(field(rule, "Filter"), "S3Key"), "Rules")).map((entry) => ({
            Name: text(entry, "Name"),
            Value: text(entry, "Value"),
          })),
        },
      },
    }));
  }
  if (isTrue(field(field(configuration, "EventBridgeConfiguration"), "EventBridgeEnabled")))
    result["EventBridgeConfiguration"] = {};
  return result;
}

function fromNotifications(configuration: NotificationConfiguration): Record<string, unknown> | undefined {
  const result: Record<string, unknown> = {};
  for (const [property, target, member, arn] of DESTINATIONS) {
    const rules = list(field(configuration, member));
    if (rules.length === 0) continue;
    result[property] = rules.flatMap((rule) => {
      const filters = list(field(field(field(rule, "Filter"), "Key"), "FilterRules"));
      const names = filters.map((entry) => ({ Name: text(entry, "Name").toLowerCase(), Value: text(entry, "Value") }));
      return list(field(rule, "Events")).map((event) => ({
        Event: event,
        [target]: text(rule, arn),
        ...(names.length === 0 ? {} : { Filter: { S3Key: { Rules: names } } }),
      }));
    });
  }
  const isBridged = configuration.EventBridgeConfiguration !== undefined;
  if (!isBridged && Object.keys(result).length === 0) return undefined;
  return { ...result, EventBridgeConfiguration: { EventBridgeEnabled: isBridged } };
}
