// @ptr: by which GetLogRecord finds an event that a query has shown. Pure.

import { invalidParameter } from "../errors.ts";
import type { Position } from "../repo.ts";

/** An event's place. */
export interface Pointer {
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly position: Position;
}

export function writePointer({ logGroupName, logStreamName, position: { timestampMs, sequence } }: Pointer): string {
  return Buffer.from(JSON.stringify([logGroupName, logStreamName, timestampMs, sequence])).toString("base64url");
}

/** Reads what writePointer wrote; throws InvalidParameterException. */
export function readPointer(text: string): Pointer {
  const pointer = parsePointer(text);
  if (pointer === undefined) throw invalidParameter("The specified logRecordPointer is invalid.");
  return pointer;
}

/** The same; undefined for any other text. */
export function parsePointer(text: string): Pointer | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, "base64url").toString());
  } catch {
    return undefined;
  }
  if (Array.isArray(parts)) {
    const [logGroupName, logStreamName, timestampMs, sequence] = parts as readonly unknown[];
    if (
      typeof logGroupName === "string" &&
      typeof logStreamName === "string" &&
      typeof timestampMs === "number" &&
      typeof sequence === "number"
    )
      return { logGroupName, logStreamName, position: { timestampMs, sequence } };
  }
  return undefined;
}
