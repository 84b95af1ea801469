// What passes through an edge: a viewer's request and the answer to it. Header names are in lower case.

import type { Readable } from "node:stream";

export interface ViewerRequest {
  readonly method: string;
  /** As it came: percent-encoded, without the query. */
  readonly path: string;
  /** As it came, without the "?". */
  readonly rawQuery: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** "https" unless a proxy in front says otherwise: see door.ts. */
  readonly scheme: "http" | "https";
  /** The Host header as it came, with its port. */
  readonly host: string;
  readonly sourceIp: string;
  readonly requestId: string;
}

export interface EdgeResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Values of Set-Cookie: these cannot be joined. */
  readonly cookies: readonly string[];
  readonly body: Uint8Array | Readable;
  /** What x-cache says before "from cloudfront". */
  readonly outcome: "Hit" | "RefreshHit" | "Miss" | "Error" | "FunctionGeneratedResponse" | "FunctionExecutionError";
}

/** Names and values of a request's cookies, in their order. */
export function cookiesOf(headers: ViewerRequest["headers"]): readonly (readonly [name: string, value: string])[] {
  return (headers["cookie"] ?? "").split(";").flatMap((part): (readonly [string, string])[] => {
    const text = part.trim();
    if (text === "") return [];
    const equals = text.indexOf("=");
    return [equals === -1 ? [text, ""] : [text.slice(0, equals), text.slice(equals + 1)]];
  });
}

/** The parts of a query as they came, with their names. */
export function queryOf(rawQuery: string): readonly { readonly name: string; readonly text: string }[] {
  return rawQuery
    .split("&")
    .filter((text) => text !== "")
    .map((text) => ({ name: decode(text.split("=", 1)[0] ?? ""), text }));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
