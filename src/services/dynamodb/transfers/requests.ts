// Requests for exports and imports that may come twice: a client token stands for its request for eight hours.
// AWS: API Reference, ExportTableToPointInTime and ImportTable, ClientToken.

import { createHash } from "node:crypto";

const TOKEN_LIFETIME_MS = 8 * 60 * 60 * 1000;

const SHORTEST_TOKEN_BYTES = 56;

/** Names a request by all that it asks for. */
export function hashOf(input: object): string {
  return createHash("sha256").update(JSON.stringify(input)).digest("hex");
}

interface Asked {
  readonly clientToken?: string;
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
}

/** The transfer that was asked for with this token in the last eight hours. */
export function withToken<T extends Asked>(
  transfers: readonly T[],
  token: string | undefined,
  nowMs: number,
): T | undefined {
  if (token === undefined) return undefined;
  return transfers.find(
    ({ clientToken, startedAtMs, endedAtMs }) =>
      clientToken === token && nowMs < (endedAtMs ?? startedAtMs) + TOKEN_LIFETIME_MS,
  );
}

/** A page of what is sorted; the token is where it ended. */
export function pageOf<T>(
  all: readonly T[],
  { limit, token, nameOf }: { limit: number; token: string | undefined; nameOf: (each: T) => string },
): { readonly page: readonly T[]; readonly next?: string } {
  const last = token === undefined ? undefined : Buffer.from(token, "hex").toString("utf8").trimEnd();
  const start = last === undefined ? 0 : all.findIndex((each) => nameOf(each) === last) + 1;
  const page = all.slice(start, start + limit);
  const end = page.at(-1);
  if (end === undefined || start + limit >= all.length) return { page };
  // AWS: API Reference, ListImports, NextToken: at least 112 hexadecimal digits, in sixteens.
  const name = nameOf(end);
  const padded = name.padEnd(Math.max(SHORTEST_TOKEN_BYTES, Math.ceil(name.length / 8) * 8), " ");
  return { page, next: Buffer.from(padded, "utf8").toString("hex") };
}
