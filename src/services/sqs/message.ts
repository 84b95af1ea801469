// From what a sender gives to a message of a queue: the checks that need the queue's settings, and what is computed.
// Pure.

import { createHash } from "node:crypto";
import { LIMITS } from "./constraints.ts";
import {
  invalidMessageContents,
  invalidParameter,
  invalidParameterValue,
  messageTooLong,
  missingParameter,
  noDeduplicationId,
} from "./errors.ts";
import type { NewMessage } from "./delivery.ts";
import { parseMessageAttributes, sizeOfAttributes } from "./message-attributes.ts";
import type { WireAttribute } from "./message-attributes.ts";
import type { QueueSettings } from "./queue.ts";

/** What SendMessage and one entry of SendMessageBatch have in common. */
export interface SendInput {
  readonly MessageBody: string;
  readonly DelaySeconds?: number;
  readonly MessageAttributes?: Readonly<Record<string, WireAttribute>>;
  readonly MessageSystemAttributes?: Readonly<Record<string, WireAttribute>>;
  readonly MessageDeduplicationId?: string;
  readonly MessageGroupId?: string;
}

// AWS: SendMessage, MessageBody. All that XML 1.0 allows; a lone surrogate is not a character.
const FORBIDDEN_CHARACTER = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const IDENTIFIER = /^[\w!"#$%&'()*+,\-./:;<=>?@[\\\]^`{|}~]{1,128}$/;

/** The message, checked; `sender` is what the sending call adds. */
export function parseMessage(
  input: SendInput,
  settings: QueueSettings,
  sender: { readonly id: string; readonly senderId: string; readonly nowMs: number; readonly traceHeader?: string },
): NewMessage {
  const { MessageBody: body } = input;
  if (body === "") throw missingParameter("MessageBody");
  if (FORBIDDEN_CHARACTER.test(body)) throw invalidMessageContents();
  const attributes = parseMessageAttributes(input.MessageAttributes);
  const bytes = Buffer.byteLength(body) + sizeOfAttributes(attributes);
  if (bytes > settings.maximumMessageBytes) throw messageTooLong(settings.maximumMessageBytes);
  const groupId = parseGroupId(input.MessageGroupId, settings);
  const deduplicationId = parseDeduplicationId(input, settings);
  // AWS: "Amazon SQS and AWS X-Ray": the header of the request is kept with the message, unless the message names one.
  const traceHeader = parseTraceHeader(input.MessageSystemAttributes) ?? sender.traceHeader;
  return {
    id: sender.id,
    body,
    bodyMd5: createHash("md5").update(body).digest("hex"),
    senderId: sender.senderId,
    sentAtMs: sender.nowMs,
    receiveCount: 0,
    receiveCountHere: 0,
    ...(attributes === undefined ? {} : { attributes }),
    ...(traceHeader === undefined ? {} : { traceHeader }),
    ...(groupId === undefined ? {} : { groupId }),
    ...(deduplicationId === undefined ? {} : { deduplicationId }),
  };
}

/** The delay in milliseconds; a FIFO queue delays all its messages alike. */
export function parseDelay(delaySeconds: number | undefined, settings: QueueSettings): number {
  if (delaySeconds === undefined) return settings.delayMs;
  if (settings.isFifo && delaySeconds !== 0)
    throw invalidParameter(
      "DelaySeconds",
      delaySeconds,
      "The request include parameter that is not valid for this queue type.",
    );
  if (delaySeconds < 0 || delaySeconds > LIMITS.delaySeconds)
    throw invalidParameter("DelaySeconds", delaySeconds, "DelaySeconds must be >= 0 and <= 900.");
  return settings.isFifo ? settings.delayMs : delaySeconds * 1_000;
}

/** Bytes that count towards a batch's limit. */
export function sizeOfInput(input: SendInput): number {
  return Buffer.byteLength(input.MessageBody) + sizeOfAttributes(parseMessageAttributes(input.MessageAttributes));
}

// AWS: on a standard queue a group id makes the queue a fair one; it has no effect on order.
function parseGroupId(groupId: string | undefined, settings: QueueSettings): string | undefined {
  if (groupId === undefined) {
    if (settings.isFifo) throw missingParameter("MessageGroupId");
    return undefined;
  }
  requireIdentifier("MessageGroupId", groupId);
  return groupId;
}

function parseDeduplicationId(input: SendInput, settings: QueueSettings): string | undefined {
  const { MessageDeduplicationId: given, MessageBody: body } = input;
  if (given !== undefined) {
    if (!settings.isFifo)
      throw invalidParameter(
        "MessageDeduplicationId",
        given,
        "The request include parameter that is not valid for this queue type.",
      );
    requireIdentifier("MessageDeduplicationId", given);
    return given;
  }
  if (!settings.isFifo) return undefined;
  if (!settings.deduplicatesByContent) throw noDeduplicationId();
  return createHash("sha256").update(body).digest("hex");
}

/** Throws for what is no group, deduplication or attempt id. */
export function requireIdentifier(name: string, value: string): void {
  if (IDENTIFIER.test(value)) return;
  throw invalidParameter(
    name,
    value,
    `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

function parseTraceHeader(attributes: Readonly<Record<string, WireAttribute>> | undefined): string | undefined {
  for (const name of Object.keys(attributes ?? {})) {
    if (name !== "AWSTraceHeader")
      throw invalidParameterValue(
        `Message system attribute name '${name}' is invalid. Available names are: AWSTraceHeader.`,
      );
  }
  return attributes?.["AWSTraceHeader"]?.StringValue;
}
