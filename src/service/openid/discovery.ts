// Keys and endpoints of OpenID providers outside of the yard, as they publish them. OpenID Connect Discovery 1.0, RFC 7517.

import type { Store } from "../../store/store.ts";
import type { YardContext } from "../context.ts";
import { sendOutbound } from "../outbound-http.ts";

/** What a provider publishes about itself. */
interface ProviderDocument {
  readonly issuer: string;
  readonly jwks_uri: string;
  readonly authorization_endpoint?: string;
  readonly token_endpoint?: string;
  readonly userinfo_endpoint?: string;
}

type Key = Readonly<Record<string, unknown>>;

/** How an issuer is asked for its keys, and for how long they are believed. */
export interface KeyRequest {
  readonly timeoutMs: number;
  readonly freshMs: number;
  /** The most bytes of a document. */
  readonly mostBytes?: number;
  /** Where the keys are, if that is known without asking. */
  readonly jwksUri?: string;
  /** Whether the document may name another issuer than was asked. */
  readonly mayNameAnother?: boolean;
}

/** An issuer's keys, or why there are none, in words for a log. */
export type FetchedKeys =
  | { readonly kind: "keys"; readonly keys: readonly Key[] }
  | { readonly kind: "no-keys"; readonly reason: string };

// LIMIT: a provider that changed its keys is believed a little late; more providers than this start the cache anew.
const OF_PROVIDERS: KeyRequest = { timeoutMs: 5_000, freshMs: 5 * 60_000 };
const CACHE_LIMIT = 100;

interface Kept {
  readonly keys: readonly Key[];
  readonly untilMs: number;
}

const caches = new WeakMap<Store, Map<string, Kept>>();

type Outbound = Pick<YardContext, "address" | "inheritedOrigin" | "isQuiet">;

/** The keys of an issuer, as it publishes them. */
export async function fetchKeys(
  yard: Outbound & Pick<YardContext, "store">,
  issuer: string,
  nowMs: number,
  request: KeyRequest = OF_PROVIDERS,
): Promise<FetchedKeys> {
  const cache = caches.get(yard.store) ?? new Map<string, Kept>();
  caches.set(yard.store, cache);
  // Who believes for longer, or what names another, is remembered apart.
  const name = `${request.freshMs} ${request.mayNameAnother === true} ${request.jwksUri ?? ""} ${issuer}`;
  const known = cache.get(name);
  if (known !== undefined && known.untilMs > nowMs) return { kind: "keys", keys: known.keys };
  try {
    const address = request.jwksUri ?? (await discover(yard, issuer, request)).jwks_uri;
    const keys = readKeys(await fetchJson(yard, address, request), address);
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(name, { keys, untilMs: nowMs + request.freshMs });
    return { kind: "keys", keys };
  } catch (error) {
    if (error instanceof NotPublished) return { kind: "no-keys", reason: error.message };
    throw error;
  }
}

/** What an issuer publishes about itself; undefined where it does not publish it as it has to. */
export async function findProvider(
  yard: Outbound,
  issuer: string,
): Promise<Readonly<Partial<ProviderDocument>> | undefined> {
  try {
    return await discover(yard, issuer, OF_PROVIDERS);
  } catch (error) {
    if (error instanceof NotPublished) return undefined;
    throw error;
  }
}

/** Why something that an issuer has to publish could not be had. */
class NotPublished extends Error {
  constructor(url: string, reason: string) {
    super(`The issuer cannot be asked at ${url}: ${reason}`);
  }
}

/** What an issuer publishes about itself. */
async function discover(yard: Outbound, issuer: string, request: KeyRequest): Promise<ProviderDocument> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const found = await fetchJson(yard, url, request);
  if (typeof found["jwks_uri"] !== "string") throw new NotPublished(url, "its configuration names no jwks_uri");
  if (request.mayNameAnother !== true && found["issuer"] !== issuer)
    throw new NotPublished(url, "its configuration names another issuer");
  return found as unknown as ProviderDocument;
}

async function fetchJson(
  yard: Outbound,
  url: string,
  { timeoutMs, mostBytes }: KeyRequest,
): Promise<Readonly<Record<string, unknown>>> {
  const result = await sendOutbound(yard, {
    method: "GET",
    url,
    headers: { accept: "application/json" },
    body: "",
    timeoutMs,
    ...(mostBytes === undefined ? {} : { mostAnswerBytes: mostBytes }),
  });
  if (result.kind === "no-answer") throw new NotPublished(url, result.reason);
  if (result.status !== 200) throw new NotPublished(url, `status ${result.status}`);
  try {
    const parsed: unknown = JSON.parse(Buffer.from(result.body).toString("utf8"));
    if (isRecord(parsed)) return parsed;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new NotPublished(url, "the answer is no JSON object");
}

function readKeys({ keys }: Readonly<Record<string, unknown>>, url: string): readonly Key[] {
  if (!Array.isArray(keys)) throw new NotPublished(url, "there are no keys");
  return keys.filter(isRecord);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
