// Who issues a JWT authorizer's tokens, and with which keys: a user pool of the yard, or whoever answers at the issuer's address.
// AWS: "Control access to HTTP APIs with JWT authorizers in API Gateway": the issuer's jwks_uri, keys kept for two hours.

import { expiringCache } from "../../../../../service/api-front/expiring-cache.ts";
import { sendOutbound } from "../../../../../service/outbound-http.ts";
import type { Call } from "../call.ts";
import { internalError } from "../failure.ts";

export interface KnownIssuer {
  /** What tokens may say in "iss". */
  readonly names: readonly string[];
  /** Public keys: a JSON web key set's. */
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}

/** LIMIT: AWS: "Quotas": 1,500 ms for either document, and 150,000 bytes of keys. */
const TIMEOUT_MS = 1500;
const MOST_BYTES = 150_000;
const KEPT_MS = 2 * 60 * 60_000;

const issuers = expiringCache<KnownIssuer>();

/** The issuer; throws a failure where nobody can be asked. */
export async function findIssuer(call: Call, issuer: string): Promise<KnownIssuer> {
  const { access, yard } = call;
  const pool = access.tokenIssuer(issuer);
  // A pool's own address differs from AWS's, which templates name: its tokens are good under either.
  if (pool !== undefined) return { names: [pool.issuer, issuer], keys: pool.keys };
  const kept = issuers.find(yard, issuer);
  if (kept !== undefined) return kept;
  const configuration = await document(call, `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  const { jwks_uri: address } = configuration;
  if (typeof address !== "string") throw unknownIssuer(issuer, "its configuration names no jwks_uri");
  const { keys } = await document(call, address);
  if (!Array.isArray(keys)) throw unknownIssuer(issuer, "there are no keys at its jwks_uri");
  const found: KnownIssuer = { names: [issuer], keys: keys.filter(isRecord) };
  issuers.keep(yard, issuer, found, KEPT_MS);
  return found;
}

async function document({ yard }: Call, url: string): Promise<Readonly<Record<string, unknown>>> {
  const result = await sendOutbound(yard, {
    method: "GET",
    url,
    headers: { accept: "application/json" },
    body: "",
    timeoutMs: TIMEOUT_MS,
    mostAnswerBytes: MOST_BYTES,
  });
  if (result.kind === "no-answer") throw unknownIssuer(url, result.reason);
  if (result.status !== 200) throw unknownIssuer(url, `status ${result.status}`);
  try {
    const parsed: unknown = JSON.parse(Buffer.from(result.body).toString("utf8"));
    if (isRecord(parsed)) return parsed;
  } catch {
    // Said below.
  }
  throw unknownIssuer(url, "the answer is no JSON object");
}

function unknownIssuer(url: string, reason: string): Error {
  return internalError("AUTHORIZER_CONFIGURATION_ERROR", `The issuer cannot be asked at ${url}: ${reason}`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
