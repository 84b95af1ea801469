// Policies that AWS gives every account, under the ids that it has published.

import type { ThingRecord } from "../records.ts";

// When CloudFront began to have policies; nobody goes by it.
const MADE_AT_MS = Date.UTC(2020, 6, 22);

/** The record of a managed policy. */
export function managed<Config>(id: string, config: Config): ThingRecord<Config> {
  const etag = `E${id.replaceAll("-", "").slice(0, 13).toUpperCase()}`;
  return { v: 1, id, etag, config, createdAtMs: MADE_AT_MS, updatedAtMs: MADE_AT_MS };
}
