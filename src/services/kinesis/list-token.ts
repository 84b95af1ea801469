// The tokens with which lists go on. Pure.

import { AwsError } from "../../kernel/errors.ts";
import { invalidArgument } from "./errors.ts";

/** LIMIT: AWS: ListShards: "Tokens expire after 300 seconds." */
const LIFETIME_MS = 300_000;

export interface ListToken {
  /** Empty where the list is of streams. */
  readonly streamArn: string;
  /** The last entry of the page before. */
  readonly after: string;
  readonly issuedAtMs: number;
  /** What else the list was asked for. */
  readonly filter?: unknown;
}

export function formatListToken(token: ListToken): string {
  return Buffer.from(JSON.stringify({ v: 1, ...token })).toString("base64");
}

/** The ARN of the stream that a token is of; undefined if the text is none. */
export function streamOfToken(text: string): string | undefined {
  return readToken(text)?.streamArn;
}

/** Reads a token, however old; throws InvalidArgumentException if the text is none. */
export function parseListToken(text: string): ListToken {
  const token = readToken(text);
  if (token === undefined) throw invalidArgument("NextToken is invalid.");
  return token;
}

function readToken(text: string): ListToken | undefined {
  let token: unknown;
  try {
    token = JSON.parse(Buffer.from(text, "base64").toString());
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return isToken(token) ? token : undefined;
}

/** Throws ExpiredNextTokenException for a token that is older than 300 seconds. */
export function requireFreshToken({ issuedAtMs }: ListToken, nowMs: number): void {
  if (issuedAtMs + LIFETIME_MS < nowMs)
    throw new AwsError({ code: "ExpiredNextTokenException", message: "NextToken is expired." });
}

function isToken(value: unknown): value is ListToken {
  return (
    typeof value === "object" &&
    value !== null &&
    "streamArn" in value &&
    typeof value.streamArn === "string" &&
    "after" in value &&
    typeof value.after === "string" &&
    "issuedAtMs" in value &&
    typeof value.issuedAtMs === "number"
  );
}
