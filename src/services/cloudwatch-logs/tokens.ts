// Opaque texts for clients: page tokens, event ids, sequence tokens. Pure.

import { invalidParameter } from "./errors.ts";
import type { Position } from "./repo.ts";

const DIGITS = 56;
const SEQUENCE_DIGITS = 28;

/** An event's id: 56 digits that order as events do. */
export function writeEventId({ timestampMs, sequence }: Position): string {
  return String(timestampMs).padStart(DIGITS - SEQUENCE_DIGITS, "0") + String(sequence).padStart(SEQUENCE_DIGITS, "0");
}

/** Where a reader of a stream goes on: forward from, or backward before, a place. */
export interface StreamToken extends Position {
  readonly direction: "f" | "b";
}

/** AWS: tokens of GetLogEvents have the form "f/DIGITS/s" and "b/DIGITS/s". */
export function writeStreamToken(direction: "f" | "b", position: Position): string {
  return `${direction}/${writeEventId(position)}/s`;
}

/** Reads what writeStreamToken wrote. */
export function readStreamToken(token: string): StreamToken {
  const match = /^([fb])\/(\d{56})\/s$/.exec(token);
  if (match === null) throw invalidParameter("The specified nextToken is invalid.");
  return { direction: match[1] === "f" ? "f" : "b", ...readPosition(match[2] ?? "") };
}

/** A page token of a listing, which names the last entry of the page before. */
export function writePageToken(last: string): string {
  return Buffer.from(`1${last}`).toString("base64url");
}

/** Reads what writePageToken wrote. */
export function readPageToken(token: string): string {
  const text = Buffer.from(token, "base64url").toString();
  if (!text.startsWith("1")) throw invalidParameter("The specified nextToken is invalid.");
  return text.slice(1);
}

/** The place that an event id stands for. */
export function readPosition(digits: string): Position {
  if (!/^\d{56}$/.test(digits)) throw invalidParameter("The specified nextToken is invalid.");
  const cut = DIGITS - SEQUENCE_DIGITS;
  return { timestampMs: Number(digits.slice(0, cut)), sequence: Number(digits.slice(cut)) };
}
