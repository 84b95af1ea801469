// What the operations that invoke have in common: payload, client context and trace of a request.

import type { Context, YardContext } from "../../service/context.ts";
import { invalidParameter, invalidPayload, requestTooLarge } from "./errors.ts";
import { isFromFunction } from "./recursion.ts";

// LIMIT: AWS: "Lambda quotas": 6 MB for a synchronous request, 1 MB for an asynchronous one (256 KB until October 2025).
export const MOST_SYNCHRONOUS_BYTES = 6_291_456;
export const MOST_ASYNCHRONOUS_BYTES = 1_048_576;

const EMPTY_EVENT = Buffer.from("{}");

/** The event, which must be JSON. An absent one is {}. */
export function requirePayload(payload: Uint8Array | string | undefined, mostBytes: number): Uint8Array {
  const bytes = typeof payload === "string" ? Buffer.from(payload) : payload;
  if (bytes === undefined || bytes.length === 0) return EMPTY_EVENT;
  if (bytes.length > mostBytes) throw requestTooLarge(mostBytes);
  try {
    JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
  } catch (error) {
    throw invalidPayload(error instanceof Error ? error.message : String(error));
  }
  return bytes;
}

/** The client context, from base64. */
export function readClientContext(text: string | undefined): { clientContext?: string } {
  if (text === undefined || text === "") return {};
  const json = Buffer.from(text, "base64").toString();
  try {
    JSON.parse(json);
  } catch {
    throw invalidParameter("Client context must be a valid Base64-encoded JSON object.");
  }
  return { clientContext: json };
}

/** The caller's trace, or a new one that is not sampled: functions always see one. */
export function readTrace(context: Pick<Context, "headers" | "clock" | "random">): {
  traceId: string;
  isNested?: true;
} {
  const given = context.headers["x-amzn-trace-id"];
  // The SDK of a function passes its trace on, and the function waits for the answer.
  if (given !== undefined) return { traceId: given, ...(isFromFunction(given) ? { isNested: true } : {}) };
  return { traceId: newTrace(context) };
}

/** The trace of a chain that begins here. */
export function newTrace({ clock, random }: Pick<YardContext, "clock" | "random">): string {
  const seconds = Math.floor(clock.nowMs() / 1000).toString(16);
  return `Root=1-${seconds}-${random.hex(24)};Sampled=0`;
}
