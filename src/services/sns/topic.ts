// A topic's name, attributes and ARNs. Pure.

import { formatArn, parseArn } from "../../kernel/arns.ts";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import { parsePolicy, PolicyError } from "../../iam/policy.ts";
import type { Scope } from "../../service/context.ts";
import { beginningOf, requireArchivePolicy } from "./archive-policy.ts";
import { LIMITS } from "./constraints.ts";
import { DeliveryPolicyError, effectiveTopicPolicy, parseTopicPolicy } from "./delivery-policy.ts";
import { invalidParameter, tooManyTags } from "./errors.ts";
import type { TopicRecord } from "./records.ts";

/** A topic's address. */
export interface TopicAddress {
  readonly scope: Scope;
  readonly topicName: string;
}

export const topicArn = (scope: Scope, name: string): string => formatArn("sns", scope.region, scope.account, name);

/** The topic of an ARN; throws as AWS does for texts that are not one. `parameter` is what the text was given for. */
export function parseTopicArn(arn: string, parameter = "TopicArn"): TopicAddress {
  const { scope, parts } = parseSnsArn(arn, parameter);
  const [topicName, ...rest] = parts;
  if (!topicName || rest.length > 0) throw invalidParameter(parameter);
  return { scope, topicName };
}

/** The topic and id in a subscription's ARN. */
export function parseSubscriptionArn(arn: string): TopicAddress & { readonly subscriptionId: string } {
  const { scope, parts } = parseSnsArn(arn, "SubscriptionArn");
  const [topicName, subscriptionId, ...rest] = parts;
  if (!topicName || !subscriptionId || rest.length > 0) throw invalidParameter("SubscriptionId");
  return { scope, topicName, subscriptionId };
}

function parseSnsArn(arn: string, parameter: string): { scope: Scope; parts: readonly string[] } {
  const count = arn.split(":").length;
  if (count < 6) throw invalidParameter(`${parameter} Reason: An ARN must have at least 6 elements, not ${count}`);
  const parsed = parseArn(arn);
  // INVARIANT: permissions are asked on the ARN as it was sent. Another partition's would mean the same topic here, and
  // slip past a policy that denies it.
  if (parsed?.partition !== "aws" || parsed.service !== "sns" || !/^\d{12}$/.test(parsed.account))
    throw invalidParameter(parameter);
  let region;
  try {
    region = parseRegion(parsed.region);
  } catch {
    throw invalidParameter(parameter);
  }
  return { scope: { account: parseAccountId(parsed.account), region }, parts: parsed.resource.split(":") };
}

export function isFifoTopic(name: string): boolean {
  return name.endsWith(".fifo");
}

/** AWS: CreateTopic, Name. */
export function requireTopicName(name: string, isFifo: boolean): void {
  if (isFifo) {
    if (/^[\w-]{1,251}\.fifo$/.test(name)) return;
    throw invalidParameter(
      "Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256 characters long.",
    );
  }
  if (!/^[\w-]{1,256}$/.test(name)) throw invalidParameter("Topic Name");
}

/** Attributes that have an effect here. */
const ENFORCED = [
  "Policy",
  "DisplayName",
  "SignatureVersion",
  "FifoTopic",
  "ContentBasedDeduplication",
  "FifoThroughputScope",
  "DeliveryPolicy",
  "ArchivePolicy",
  "KmsMasterKeyId",
  ...["HTTP", "Lambda", "Application", "SQS", "Firehose"].flatMap(feedbackAttributes),
];
/** Attributes that are stored and shown, and have no effect: what they are about is not there. */
const KEPT = ["TracingConfig"];

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  SignatureVersion: ["1", "2"],
  FifoTopic: ["true", "false"],
  ContentBasedDeduplication: ["true", "false"],
  FifoThroughputScope: ["Topic", "MessageGroup"],
  TracingConfig: ["PassThrough", "Active"],
};

/** Throws unless the attribute may have this value on such a topic. */
export function requireTopicAttribute(name: string, value: string, isFifo: boolean): void {
  if (![...ENFORCED, ...KEPT].includes(name)) throw invalidParameter("AttributeName");
  const isFifoOnly = FIFO_ONLY.has(name);
  if (isFifoOnly && !isFifo) throw invalidParameter("AttributeName");
  if (CHOICES[name]?.includes(value) === false)
    throw invalidParameter(`Attributes Reason: ${name}: Invalid value [${value}].`);
  if (name === "Policy" && value !== "") requirePolicy(value);
  if (name === "DeliveryPolicy" && value !== "") requireDeliveryPolicy(value);
  if (name === "ArchivePolicy" && value !== "") requireArchivePolicy(value);
  if (name.endsWith("FeedbackRoleArn") && value !== "" && parseArn(value)?.service !== "iam")
    throw invalidParameter(`Attributes Reason: ${name}: Invalid value [${value}].`);
  if (name.endsWith("SampleRate") && value !== "" && !/^(100|\d{1,2})$/.test(value))
    throw invalidParameter(`Attributes Reason: ${name}: Invalid value [${value}].`);
}

const FIFO_ONLY = new Set(["ArchivePolicy", "ContentBasedDeduplication", "FifoThroughputScope"]);

function feedbackAttributes(protocol: string): readonly string[] {
  return [
    `${protocol}SuccessFeedbackRoleArn`,
    `${protocol}SuccessFeedbackSampleRate`,
    `${protocol}FailureFeedbackRoleArn`,
  ];
}

// The wording of what is wrong with one is ours.
function requireDeliveryPolicy(text: string): void {
  try {
    parseTopicPolicy(text);
  } catch (error) {
    if (!(error instanceof DeliveryPolicyError)) throw error;
    throw invalidParameter(`DeliveryPolicy: ${error.message}`);
  }
}

function requirePolicy(text: string): void {
  try {
    parsePolicy(text, "resource");
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw invalidParameter("Policy Error: null");
  }
}

/** AWS: the owner's account may do all this, if the caller says whose account it acts for. */
function defaultPolicy(scope: Scope, name: string): string {
  const actions = [
    "GetTopicAttributes",
    "SetTopicAttributes",
    "AddPermission",
    "RemovePermission",
    "DeleteTopic",
    "Subscribe",
    "ListSubscriptionsByTopic",
    "Publish",
  ];
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: actions.map((action) => `SNS:${action}`),
        Resource: topicArn(scope, name),
        Condition: { StringEquals: { "AWS:SourceOwner": scope.account } },
      },
    ],
  });
}

/** The policy that holds for a topic: its own, or the default. */
export function policyOf(scope: Scope, topic: TopicRecord): string {
  return topic.attributes["Policy"] ?? defaultPolicy(scope, topic.name);
}

/** How many subscriptions a topic has. */
export interface SubscriptionCounts {
  readonly confirmed: number;
  readonly pending: number;
}

/** What GetTopicAttributes shows. */
export function describeTopic(
  scope: Scope,
  topic: TopicRecord,
  subscriptions: SubscriptionCounts,
  nowMs: number,
): Record<string, string> {
  const beginning = beginningOf(topic, nowMs);
  const fifo = { FifoTopic: "true", ContentBasedDeduplication: "false", FifoThroughputScope: "Topic" };
  return {
    TopicArn: topicArn(scope, topic.name),
    Owner: scope.account,
    Policy: policyOf(scope, topic),
    DisplayName: "",
    SubscriptionsConfirmed: String(subscriptions.confirmed),
    SubscriptionsPending: String(subscriptions.pending),
    SubscriptionsDeleted: String(topic.subscriptionsDeleted),
    EffectiveDeliveryPolicy: effectiveTopicPolicy(topic.attributes["DeliveryPolicy"]),
    ...(isFifoTopic(topic.name) ? fifo : {}),
    ...(beginning === undefined ? {} : { BeginningArchiveTime: beginning }),
    ...topic.attributes,
  };
}

/** Tags as a record; throws for keys that come twice and for too many. */
export function parseTags(tags: readonly { readonly Key?: string; readonly Value?: string }[]): Record<string, string> {
  const entries = tags.map(({ Key = "", Value = "" }) => [Key, Value] as const);
  const record = Object.fromEntries(entries);
  if (Object.keys(record).length < entries.length) throw invalidParameter("Duplicated keys are not allowed.");
  if (entries.some(([key, value]) => key.length < 1 || key.length > 128 || value.length > 256))
    throw invalidParameter("Tags");
  requireTagCount(record);
  return record;
}

export function requireTagCount(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length > LIMITS.tags) throw tooManyTags();
}
