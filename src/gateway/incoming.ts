// A request as it came, and what can be read from its head before anything is known of it.

import type { Readable } from "node:stream";
import type { YardContext } from "../service/context.ts";
import type { RequestHead } from "../wire/route.ts";

/** A request as the socket gives it. */
export interface IncomingRequest {
  readonly method: string;
  /** Still percent-encoded, without the query. */
  readonly path: string;
  /** Still percent-encoded, without the "?". */
  readonly rawQuery: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
  readonly stream: Readable;
  readonly sourceIp: string;
  /** Whether it came over TLS. */
  readonly isSecure: boolean;
  /** Aborts when the client goes away or the gateway closes. */
  readonly abortSignal: () => AbortSignal;
}

/** The name under which a request came, without its port and in lower case. */
export function hostOf({ headers }: IncomingRequest): string {
  return (headers["host"] ?? "").replace(/:\d+$/, "").toLowerCase();
}

/**
 * Whether a request came under a name that this machine has for itself. A page in a browser can lead a name of its own to
 * 127.0.0.1 (DNS rebinding); what needs no signature is not for such names. Signed requests may come under any.
 */
export function isOwnName(host: string): boolean {
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/.test(host) ||
    // AWS's own names, which a hosts file or a proxy can lead here and no attacker can have.
    host.endsWith(".amazonaws.com")
  );
}

/** Where the client reaches the yard: for URLs in answers. */
export function originOf({ headers, isSecure }: IncomingRequest, yard: YardContext): string {
  return headers["host"] === undefined ? yard.origin : `http${isSecure ? "s" : ""}://${headers["host"]}`;
}

/** What routing reads. */
export function headOf({ method, path, rawQuery, headers }: IncomingRequest): RequestHead {
  return { method, path, query: parseQuery(rawQuery), headers };
}

/** The query's parts, decoded, in their order. */
export function parseQuery(rawQuery: string): RequestHead["query"] {
  return rawQuery === ""
    ? []
    : rawQuery
        .split("&")
        .filter((part) => part !== "")
        .map(parsePair);
}

function parsePair(part: string): readonly [string, string] {
  const equals = part.indexOf("=");
  return equals === -1
    ? [decodePart(part), ""]
    : [decodePart(part.slice(0, equals)), decodePart(part.slice(equals + 1))];
}

function decodePart(text: string): string {
  if (!text.includes("%") && !text.includes("+")) return text;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    // Not UTF-8 in percent-encoding: the signature check sees the raw text, and the operation sees it as it was sent.
    return text;
  }
}

/** Header names and values as they came, in pairs. */
export function pairs(rawHeaders: readonly string[]): (readonly [string, string])[] {
  const result: (readonly [string, string])[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    result.push([rawHeaders[index] ?? "", rawHeaders[index + 1] ?? ""]);
  return result;
}
