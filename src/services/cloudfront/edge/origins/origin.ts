// What an edge asks an origin, and what comes back.

import type { Origin } from "@aws-sdk/client-cloudfront";
import type { Readable } from "node:stream";
import type { YardContext } from "../../../../service/context.ts";
import type { DistributionRecord } from "../../records.ts";
import type { ViewerRequest } from "../messages.ts";
import type { Settings } from "../settings.ts";

export interface OriginCall {
  readonly yard: YardContext;
  readonly distribution: DistributionRecord;
  readonly settings: Settings;
  readonly origin: Origin;
  /** The viewer's request, as functions left it. */
  readonly request: ViewerRequest;
  /** The key's encodings, which Accept-Encoding is reduced to. */
  readonly encodings: string;
  /** If-None-Match and the like: of a kept object that has to be asked for again, or of a viewer where nothing is kept. */
  readonly conditions: Readonly<Record<string, string>>;
}

/** An origin's answer. Header names are in lower case; those of the connection are left out. */
export interface OriginAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Uint8Array | Readable;
  /** The origin did not answer at all: the status is CloudFront's own. */
  readonly failure?: string;
}

/** Ends an answer that nobody will read. */
export function discard({ body }: Pick<OriginAnswer, "body">): void {
  if (body instanceof Uint8Array) return;
  // What it fails with from now on is nobody's concern.
  body.on("error", () => undefined);
  body.destroy();
}

/** A header of one connection, which is no business of the next. */
export function isOfConnection(name: string): boolean {
  return OF_CONNECTION.has(name);
}

const OF_CONNECTION = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
