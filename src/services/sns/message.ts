// Published messages: what AWS accepts, and the message that each protocol gets. Pure.

import { createHash } from "node:crypto";
import { LIMITS } from "./constraints.ts";
import { invalidAttribute, invalidParameter } from "./errors.ts";
import type { MessageAttribute, MessageAttributes, Protocol } from "./records.ts";

/** What Publish and one entry of PublishBatch have in common. */
export interface PublishInput {
  readonly Message: string;
  readonly Subject?: string;
  readonly MessageStructure?: string;
  readonly MessageAttributes?: Readonly<Record<string, WireAttribute>>;
  readonly MessageDeduplicationId?: string;
  readonly MessageGroupId?: string;
}

interface WireAttribute {
  readonly DataType?: string;
  readonly StringValue?: string;
  readonly BinaryValue?: Uint8Array;
}

/** A message that passed all checks. */
export interface CheckedMessage {
  readonly subject?: string;
  readonly attributes?: MessageAttributes;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** Bytes that count towards the limit. */
  readonly bytes: number;
  /** As it was published: see textFor. */
  readonly message: string;
  readonly isStructured: boolean;
}

/** What a message may carry depends on its topic. */
export interface TopicRules {
  readonly isFifo: boolean;
  readonly deduplicatesByContent: boolean;
  /** Of an encrypted topic: the key that its publishers must be allowed to use. */
  readonly kmsKeyId?: string;
}

const IDENTIFIER = /^[\w!"#$%&'()*+,\-./:;<=>?@[\\\]^`{|}~]{1,128}$/;

/** Checks a message; throws what AWS throws for it. */
export function parseMessage(input: PublishInput, topic: TopicRules): CheckedMessage {
  const { Message: message, Subject: subject, MessageStructure: structure } = input;
  if (message === "") throw invalidParameter("Empty message");
  // AWS: recorded from the service; the reference says "less than 100 characters", which 100 still are.
  if (subject !== undefined && !isSubject(subject)) throw invalidParameter("Subject");
  if (structure !== undefined && structure !== "json") throw invalidParameter("MessageStructure");
  const isStructured = structure === "json";
  if (isStructured) parseStructure(message);
  const attributes = parseAttributes(input.MessageAttributes);
  const bytes = Buffer.byteLength(message) + sizeOfAttributes(attributes);
  if (bytes > LIMITS.messageBytes) throw invalidParameter("Message too long");
  const ids = parseIds(input, topic);
  return {
    ...(subject === undefined ? {} : { subject }),
    ...(attributes === undefined ? {} : { attributes }),
    ...ids,
    bytes,
    message,
    isStructured,
  };
}

/** The text for one receiver: one for all, or as MessageStructure says. */
export function textFor(message: string, isStructured: boolean, protocol: Protocol, endpoint: string): string {
  if (!isStructured) return message;
  const texts = parseStructure(message);
  // AWS: Publish, MessageStructure: devices have the key of their platform.
  return texts[protocol === "application" ? platformOf(endpoint) : protocol] ?? texts["default"] ?? message;
}

/** "GCM" of "arn:aws:sns:REGION:ACCOUNT:endpoint/GCM/APPLICATION/ID". */
function platformOf(endpointArn: string): string {
  return endpointArn.split("/")[1] ?? "";
}

function isSubject(subject: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return subject.length > 0 && subject.length <= LIMITS.subjectCharacters && !/[\u0000-\u001F\u007F]/.test(subject);
}

function parseStructure(message: string): Readonly<Record<string, string>> {
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch {
    throw invalidParameter("Message Structure - JSON message body failed to parse");
  }
  const texts = Object.fromEntries(
    Object.entries(value ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  if (texts["default"] === undefined)
    throw invalidParameter("Message Structure - No default entry in JSON message body");
  return texts;
}

function parseIds(input: PublishInput, topic: TopicRules): { groupId?: string; deduplicationId?: string } {
  const { MessageGroupId: groupId, MessageDeduplicationId: deduplicationId, Message: message } = input;
  if (groupId !== undefined && !IDENTIFIER.test(groupId)) throw invalidParameter("MessageGroupId");
  if (deduplicationId !== undefined && !IDENTIFIER.test(deduplicationId))
    throw invalidParameter("MessageDeduplicationId");
  if (!topic.isFifo) {
    if (deduplicationId !== undefined)
      throw invalidParameter(
        "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type",
      );
    return groupId === undefined ? {} : { groupId };
  }
  if (groupId === undefined) throw invalidParameter("The MessageGroupId parameter is required for FIFO topics");
  if (deduplicationId !== undefined) return { groupId, deduplicationId };
  if (!topic.deduplicatesByContent)
    throw invalidParameter(
      "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
  return { groupId, deduplicationId: createHash("sha256").update(message).digest("hex") };
}

function parseAttributes(
  attributes: Readonly<Record<string, WireAttribute>> | undefined,
): MessageAttributes | undefined {
  const entries = Object.entries(attributes ?? {});
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(([name, attribute]) => [name, parseAttribute(name, attribute)]));
}

// AWS: "Amazon SNS message attributes".
function parseAttribute(name: string, { DataType, StringValue, BinaryValue }: WireAttribute): MessageAttribute {
  if (
    !/^[\w.-]+$/.test(name) ||
    /^\.|\.$|\.\./.test(name) ||
    Buffer.byteLength(name) > LIMITS.messageAttributeNameBytes
  )
    throw invalidAttribute(`Invalid message attribute name '${name}'.`);
  if (/^(aws|amazon)\./i.test(name) && !/^AWS\.(SNS|MM)\./.test(name))
    throw invalidAttribute(
      "You cannot use message attribute names beginning with 'AWS.' or 'Amazon.' because these strings are reserved for internal use.",
    );
  if (DataType === undefined || DataType === "")
    throw invalidAttribute(`The message attribute '${name}' must contain non-empty message attribute type.`);
  const [prefix] = DataType.split(".");
  if (prefix !== "String" && prefix !== "Number" && prefix !== "Binary")
    throw invalidAttribute(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  const value = prefix === "Binary" ? BinaryValue : StringValue;
  if (value === undefined || value.length === 0)
    throw invalidAttribute(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${DataType}'.`,
    );
  if (prefix === "Number" && (String(value).trim() === "" || !Number.isFinite(Number(value))))
    throw invalidAttribute(`Could not cast message attribute '${name}' value to number.`);
  return { dataType: DataType, value };
}

function sizeOfAttributes(attributes: MessageAttributes | undefined): number {
  let bytes = 0;
  for (const [name, { dataType, value }] of Object.entries(attributes ?? {}))
    bytes += Buffer.byteLength(name) + Buffer.byteLength(dataType) + Buffer.byteLength(value);
  return bytes;
}
