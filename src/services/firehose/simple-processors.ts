// The processors that need no function: they work on one record after the other. Pure.
// AWS: "Decompress CloudWatch Logs", "Message extraction", "Multi record deaggregation".

import { gunzipSync } from "node:zlib";
import type { Item } from "./items.ts";
import type { Processing } from "./processors.ts";

// LIMIT: a record that was compressed may become so large: a bomb is not unpacked.
const MOST_UNPACKED_BYTES = 64 * 1_048_576;

/** What a processor made of a record; undefined where it could not. */
type Outcome = readonly Item[] | { readonly code: string; readonly message: string };

/** Decompresses, extracts messages and takes records apart, as the stream asks. */
export function unpack(item: Item, processing: Processing): Outcome {
  let unpacked = item;
  if (processing.decompresses) {
    const data = decompress(item.data);
    // AWS: inferred: the page has no code for it.
    if (data === undefined) return { code: "Decompression.Failed", message: "The record is not in the GZIP format." };
    unpacked = { ...item, data };
  }
  const messages = processing.extractsMessages ? extractMessages(unpacked) : [unpacked];
  return processing.deaggregation === undefined
    ? messages
    : messages.flatMap((each) => takeApart(each, processing.deaggregation));
}

function decompress(data: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(data, { maxOutputLength: MOST_UNPACKED_BYTES });
  } catch {
    return undefined;
  }
}

/** AWS: only the message of each log event is delivered; control messages are not. What are no log events stays. */
function extractMessages(item: Item): readonly Item[] {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(item.data).toString());
  } catch {
    return [item];
  }
  const { messageType, logEvents } = (value ?? {}) as { messageType?: unknown; logEvents?: unknown };
  if (messageType === "CONTROL_MESSAGE") return [];
  if (!Array.isArray(logEvents)) return [item];
  const messages = (logEvents as readonly { message?: string }[]).map(({ message = "" }) => `${message}\n`);
  return [{ ...item, data: Buffer.from(messages.join("")) }];
}

function takeApart(item: Item, how: Processing["deaggregation"]): readonly Item[] {
  const text = Buffer.from(item.data).toString();
  const parts = how?.kind === "delimited" ? text.split(how.delimiter).filter((part) => part !== "") : jsonValues(text);
  return parts.map((part, number) => ({ ...item, id: `${item.id}${pad(number)}`, data: Buffer.from(part) }));
}

function pad(number: number): string {
  return String(number).padStart(6, "0");
}

/**
 * The JSON objects in a text, one after the other, with or without white space between them. A text that is not made of such
 * stays in one piece.
 */
function jsonValues(text: string): readonly string[] {
  const values: string[] = [];
  let depth = 0;
  let start = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (isInText) {
      if (character === "\\") at += 1;
      else if (character === '"') isInText = false;
    } else if (character === '"') isInText = true;
    else if (character === "{" || character === "[") {
      if (depth === 0) start = at;
      depth += 1;
    } else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) values.push(text.slice(start, at + 1));
    } else if (depth === 0 && !/[\s,]/.test(character)) return [text];
  }
  return depth === 0 && values.length > 0 ? values : [text];
}
