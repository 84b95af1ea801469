// A queue's name and attributes: what may be set, what they default to, what they mean. Pure.

import { parsePolicy, PolicyError } from "../../iam/policy.ts";
import { parseArn } from "../../kernel/arns.ts";
import type { AwsError } from "../../kernel/errors.ts";
import { LIMITS, NUMBER_ATTRIBUTES } from "./constraints.ts";
import {
  invalidAttributeValue,
  invalidParameter,
  invalidParameterValue,
  queueNameExists,
  twoEncryptions,
  unknownAttribute,
} from "./errors.ts";
import { requirePolicyLimits } from "./policy.ts";
import type { QueueRecord } from "./records.ts";

export type Attributes = Readonly<Record<string, string>>;

/** What a queue's attributes mean for its messages, in our units. */
export interface QueueSettings {
  readonly isFifo: boolean;
  readonly delayMs: number;
  readonly visibilityMs: number;
  readonly retentionMs: number;
  readonly waitMs: number;
  readonly maximumMessageBytes: number;
  readonly deduplicatesByContent: boolean;
  /** True for FIFO queues whose throughput is limited as a whole: those that are not in high-throughput mode. */
  readonly hasFifoQuota: boolean;
  /** Id, alias or ARN of the key under which bodies are encrypted; none with SSE-SQS, or without encryption. */
  readonly kmsKeyId?: string;
  readonly dataKeyReuseMs: number;
  /** In which part of the queue a deduplication id stands for one message. */
  readonly deduplicationScope: "queue" | "messageGroup";
  readonly redrive?: RedrivePolicy;
}

interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

const FIFO_SUFFIX = ".fifo";
const READ_ONLY = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesDelayed",
  "ApproximateNumberOfMessagesNotVisible",
  "CreatedTimestamp",
  "LastModifiedTimestamp",
  "QueueArn",
];
const FIFO_ONLY = ["FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"];
const TEXTS = ["Policy", "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId", "SqsManagedSseEnabled"];
const SETTABLE = new Set([...Object.keys(NUMBER_ATTRIBUTES), ...TEXTS, ...FIFO_ONLY]);
const READABLE = new Set(["All", ...SETTABLE, ...READ_ONLY]);
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  SqsManagedSseEnabled: ["true", "false"],
  ContentBasedDeduplication: ["true", "false"],
  DeduplicationScope: ["queue", "messageGroup"],
  FifoThroughputLimit: ["perQueue", "perMessageGroupId"],
};

/** True for the names that end as FIFO queues' names must. */
export function isFifoName(queueName: string): boolean {
  return queueName.endsWith(FIFO_SUFFIX);
}

/** Throws unless a queue may have this name; `attributes` say whether it is to be a FIFO queue. */
export function requireQueueName(queueName: string, attributes: Attributes): void {
  if (attributes["FifoQueue"] === "true") {
    const stem = isFifoName(queueName) ? queueName.slice(0, -FIFO_SUFFIX.length) : "";
    if (/^[\w-]+$/.test(stem) && queueName.length <= 80) return;
    throw invalidParameterValue(
      "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.",
    );
  }
  if (/^[\w-]{1,80}$/.test(queueName)) return;
  throw invalidParameterValue("Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
}

/** Throws unless all attributes may be set on a queue of this kind. `redriveTarget` tells about a dead-letter queue. */
export function requireAttributes(
  attributes: Attributes,
  queue: { isFifo: boolean; arn: string; isNew: boolean; current: Attributes },
  redriveTarget: (arn: string) => RedriveTarget | undefined,
): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (!SETTABLE.has(name)) throw unknownAttribute(name);
    requireAttribute(name, value, queue);
    if (name === "RedrivePolicy" && value !== "") requireRedrivePolicy(value, queue, redriveTarget);
    if (name === "RedriveAllowPolicy" && value !== "") parseRedriveAllowPolicy(value);
  }
  const kmsKey = attributes["KmsMasterKeyId"] ?? "";
  if (kmsKey !== "" && attributes["SqsManagedSseEnabled"] === "true") throw twoEncryptions();
  const merged = { ...queue.current, ...attributes };
  if (attributes["SqsManagedSseEnabled"] === "true" && (merged["KmsMasterKeyId"] ?? "") !== "") throw twoEncryptions();
  if (merged["FifoThroughputLimit"] === "perMessageGroupId" && merged["DeduplicationScope"] !== "messageGroup")
    throw invalidAttributeValue(
      "FifoThroughputLimit",
      "The perMessageGroupId value is allowed only when the value for DeduplicationScope is messageGroup.",
    );
}

function requireAttribute(name: string, value: string, queue: { isFifo: boolean; isNew: boolean }): void {
  const bounds = NUMBER_ATTRIBUTES[name];
  if (bounds !== undefined) {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= bounds.min && number <= bounds.max)) throw invalidAttributeValue(name);
  }
  if (FIFO_ONLY.includes(name) && !queue.isFifo) throw unknownAttribute(name);
  if (name === "FifoQueue" && value !== "true") {
    throw queue.isNew ? unknownAttribute(name) : invalidAttributeValue(name, "Modifying queue type is not supported.");
  }
  if (CHOICES[name]?.includes(value) === false) throw invalidAttributeValue(name);
  if (name !== "Policy" || value === "") return;
  if (!isPolicy(value)) throw invalidAttributeValue(name);
  requirePolicyLimits(value);
}

function isPolicy(text: string): boolean {
  try {
    parsePolicy(text, "resource");
    return true;
  } catch (error) {
    if (error instanceof PolicyError) return false;
    throw error;
  }
}

/** What must be known of the queue that is to take dead letters. */
export interface RedriveTarget {
  readonly isFifo: boolean;
  readonly redriveAllowPolicy: string | undefined;
}

function requireRedrivePolicy(
  text: string,
  queue: { isFifo: boolean; arn: string },
  redriveTarget: (arn: string) => RedriveTarget | undefined,
): void {
  const invalid = (reason: string): AwsError => invalidParameter("RedrivePolicy", text, reason);
  const policy = parseObject(text);
  if (policy === undefined) throw invalid("Redrive policy is not a valid JSON map.");
  const { deadLetterTargetArn, maxReceiveCount } = policy;
  if (deadLetterTargetArn === undefined)
    throw invalid("Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
  if (maxReceiveCount === undefined)
    throw invalid("Redrive policy does not contain mandatory attribute: maxReceiveCount.");
  const count = Number(maxReceiveCount);
  if (!Number.isInteger(count) || count < 1 || count > 1_000)
    throw invalid(
      `Invalid value for maxReceiveCount: ${typeof maxReceiveCount === "string" ? maxReceiveCount : JSON.stringify(maxReceiveCount)}, valid values are from 1 to 1000 both inclusive.`,
    );
  if (typeof deadLetterTargetArn !== "string") throw invalid("Invalid value for deadLetterTargetArn.");
  const target = parseArn(deadLetterTargetArn);
  const own = parseArn(queue.arn);
  if (target?.service !== "sqs" || target.resource === "") throw invalid("Invalid value for deadLetterTargetArn.");
  if (target.account !== own?.account || target.region !== own.region)
    throw invalid("Dead-letter target owner should be same as the source.");
  const found = redriveTarget(deadLetterTargetArn);
  if (found === undefined) throw invalid("Dead letter target does not exist.");
  if (found.isFifo !== queue.isFifo) throw invalid("Dead-letter queue must be same type of queue as the source.");
  if (!allowsRedriveFrom(found.redriveAllowPolicy, queue.arn))
    throw invalid("Dead-letter queue does not allow this queue as a source.");
}

function parseRedriveAllowPolicy(text: string): { permission: string; sources: readonly string[] } {
  const invalid = (reason: string): AwsError => invalidParameter("RedriveAllowPolicy", text, reason);
  const policy = parseObject(text);
  if (policy === undefined) throw invalid("Redrive allow policy is not a valid JSON map.");
  const permission = policy["redrivePermission"];
  if (permission !== "allowAll" && permission !== "denyAll" && permission !== "byQueue")
    throw invalid("Invalid value for redrivePermission.");
  const sources = policy["sourceQueueArns"];
  if ((permission === "byQueue") !== (sources !== undefined))
    throw invalid("sourceQueueArns must be given with redrivePermission byQueue, and only then.");
  if (sources !== undefined && (!Array.isArray(sources) || sources.length > LIMITS.redriveSources))
    throw invalid("Invalid value for sourceQueueArns.");
  return { permission, sources: Array.isArray(sources) ? sources.map(String) : [] };
}

/** Whether a dead-letter queue with this RedriveAllowPolicy takes messages of the queue `sourceArn`. */
function allowsRedriveFrom(redriveAllowPolicy: string | undefined, sourceArn: string): boolean {
  if (redriveAllowPolicy === undefined || redriveAllowPolicy === "") return true;
  const { permission, sources } = parseRedriveAllowPolicy(redriveAllowPolicy);
  return permission === "allowAll" || (permission === "byQueue" && sources.includes(sourceArn));
}

/** Throws if the attributes ask for other values than the queue of this name has. */
export function requireSameAttributes(existing: Attributes, asked: Attributes, isFifo: boolean): void {
  const effective = { ...defaultAttributes(isFifo), ...existing };
  for (const [name, value] of Object.entries(asked)) {
    if (name !== "FifoQueue" && !isSameValue(effective[name] ?? "", value)) throw queueNameExists(name);
  }
}

function isSameValue(one: string, other: string): boolean {
  if (one === other) return true;
  const [oneObject, otherObject] = [parseObject(one), parseObject(other)];
  if (oneObject === undefined || otherObject === undefined) return false;
  return canonical(oneObject) === canonical(otherObject);
}

function canonical(value: unknown): string {
  if (typeof value === "number") return JSON.stringify(String(value));
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
}

/** Attributes after a change; an empty text takes an attribute away. */
export function changeAttributes(current: Attributes, change: Attributes): Attributes {
  const changed = { ...current, ...change };
  // AWS: setting a key switches SQS-managed encryption off, and the other way round.
  if ((change["KmsMasterKeyId"] ?? "") !== "") delete changed["SqsManagedSseEnabled"];
  return Object.fromEntries(Object.entries(changed).filter(([name, value]) => value !== "" && name !== "FifoQueue"));
}

function defaultAttributes(isFifo: boolean): Record<string, string> {
  const numbers = Object.entries(NUMBER_ATTRIBUTES)
    .filter(([name]) => name !== "KmsDataKeyReusePeriodSeconds")
    .map(([name, bounds]) => [name, String(bounds.default)] as const);
  const fifo = {
    FifoQueue: "true",
    ContentBasedDeduplication: "false",
    DeduplicationScope: "queue",
    FifoThroughputLimit: "perQueue",
  };
  return { ...Object.fromEntries(numbers), SqsManagedSseEnabled: "true", ...(isFifo ? fifo : {}) };
}

/** What GetQueueAttributes shows for `names`; throws for a name that no queue has. */
export function describeAttributes(
  queue: QueueRecord,
  queueArn: string,
  names: readonly string[],
  counts: { ready: number; delayed: number; inFlight: number },
): Record<string, string> {
  for (const name of names) if (!READABLE.has(name)) throw unknownAttribute(name);
  const isFifo = isFifoName(queue.name);
  const all: Record<string, string> = {
    QueueArn: queueArn,
    ApproximateNumberOfMessages: String(counts.ready),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    CreatedTimestamp: String(Math.floor(queue.createdAtMs / 1_000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAtMs / 1_000)),
    ...defaultAttributes(isFifo),
    ...queue.attributes,
  };
  if (all["KmsMasterKeyId"] === undefined) delete all["KmsDataKeyReusePeriodSeconds"];
  else {
    all["SqsManagedSseEnabled"] = "false";
    all["KmsDataKeyReusePeriodSeconds"] ??= "300";
  }
  if (names.includes("All")) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

/** What the attributes mean. */
export function readSettings(queue: QueueRecord): QueueSettings {
  const { attributes } = queue;
  const number = (name: string): number => Number(attributes[name] ?? NUMBER_ATTRIBUTES[name]?.default);
  const redrive = attributes["RedrivePolicy"] === undefined ? undefined : parseObject(attributes["RedrivePolicy"]);
  return {
    isFifo: isFifoName(queue.name),
    delayMs: number("DelaySeconds") * 1_000,
    visibilityMs: number("VisibilityTimeout") * 1_000,
    retentionMs: number("MessageRetentionPeriod") * 1_000,
    waitMs: number("ReceiveMessageWaitTimeSeconds") * 1_000,
    maximumMessageBytes: number("MaximumMessageSize"),
    deduplicatesByContent: attributes["ContentBasedDeduplication"] === "true",
    hasFifoQuota: isFifoName(queue.name) && attributes["FifoThroughputLimit"] !== "perMessageGroupId",
    ...(attributes["KmsMasterKeyId"] === undefined ? {} : { kmsKeyId: attributes["KmsMasterKeyId"] }),
    dataKeyReuseMs: number("KmsDataKeyReusePeriodSeconds") * 1_000,
    deduplicationScope: attributes["DeduplicationScope"] === "messageGroup" ? "messageGroup" : "queue",
    ...(redrive === undefined
      ? {}
      : {
          redrive: {
            deadLetterTargetArn: String(redrive["deadLetterTargetArn"]),
            maxReceiveCount: Number(redrive["maxReceiveCount"]),
          },
        }),
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
