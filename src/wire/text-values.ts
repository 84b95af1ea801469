// Simple values as text: timestamps in their three formats, base64, numbers and booleans in headers and queries.

import { serializationError } from "./wire-errors.ts";

export type TimestampFormat = "date-time" | "http-date" | "epoch-seconds";

/** A timestamp as text. Milliseconds of date-time are left out where they are zero, unless `keepsMilliseconds`. */
export function formatTimestamp(date: Date, format: TimestampFormat, keepsMilliseconds = false): string {
  if (format === "epoch-seconds") return String(date.getTime() / 1000);
  if (format === "http-date") return date.toUTCString();
  const text = date.toISOString();
  return !keepsMilliseconds && text.endsWith(".000Z") ? `${text.slice(0, -5)}Z` : text;
}

const EPOCH_SECONDS = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** Reads any of the three formats: clients use them freely, and they cannot be confused. Undefined if it is none. */
export function parseTimestamp(text: string): Date | undefined {
  const trimmed = text.trim();
  if (EPOCH_SECONDS.test(trimmed)) return dateOfSeconds(Number(trimmed));
  const milliseconds = Date.parse(trimmed);
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds);
}

/** The date that many seconds after the epoch, to the millisecond; undefined if it is further away than dates reach. */
export function dateOfSeconds(seconds: number): Date | undefined {
  const date = new Date(Math.round(seconds * 1000));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** The bytes of a base64 text; throws SerializationException for anything else. */
export function decodeBase64(text: string): Uint8Array {
  // LIMIT: the regular expression engine has no trouble with long texts, because the pattern never goes back.
  if (text.length % 4 !== 0)
    throw serializationError(`Base64 encoded length is expected a multiple of 4 bytes but found: ${text.length}`);
  if (!BASE64.test(text)) throw serializationError("Invalid Base64 character in a blob");
  const buffer = Buffer.from(text, "base64");
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

/** Base64 of bytes; a string stands for its UTF-8 bytes, as in the SDK. */
export function encodeBase64(value: unknown): string {
  return toBuffer(value).toString("base64");
}

/** A view of the bytes of a blob value. */
export function toBuffer(value: unknown): Buffer {
  if (typeof value === "string") return Buffer.from(value, "utf8");
  const bytes = value as Uint8Array;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/** A number in a header, label, query or XML text; undefined if it is none. */
export function parseNumber(text: string): number | undefined {
  const trimmed = text.trim();
  if (NUMBER.test(trimmed)) return Number(trimmed);
  if (trimmed === "NaN") return Number.NaN;
  if (trimmed === "Infinity") return Infinity;
  return trimmed === "-Infinity" ? -Infinity : undefined;
}

/** A boolean as text; undefined if it is none. boto3 writes "true", but older tools "True" or "1". */
export function parseBoolean(text: string): boolean | undefined {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === "true" || trimmed === "1") return true;
  return trimmed === "false" || trimmed === "0" ? false : undefined;
}
