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

// LIMIT: a provider that changed its keys is believed a little late; more providers than this start the cache anew.
const FRESH_MS = 5 * 60_000;
const CACHE_LIMIT = 100;
const TIMEOUT_MS = 5_000;

const caches = new WeakMap<Store, Map<string, { readonly keys: readonly Key[]; readonly untilMs: number }>>();

type Outbound = Pick<YardContext, "address" | "inheritedOrigin" | "isQuiet">;

/** The keys of an issuer; undefined where it does not publish them as it has to. */
export async function fetchKeys(
  yard: Outbound & Pick<YardContext, "store">,
  issuer: string,
  nowMs: number,
): Promise<readonly Key[] | undefined> {
  const cache = caches.get(yard.store) ?? new Map<string, { keys: readonly Key[]; untilMs: number }>();
  caches.set(yard.store, cache);
  const known = cache.get(issuer);
  if (known !== undefined && known.untilMs > nowMs) return known.keys;
  const document = await discover(yard, issuer);
  const keys = document && readKeys(await fetchJson(yard, document.jwks_uri));
  if (keys === undefined) return undefined;
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(issuer, { keys, untilMs: nowMs + FRESH_MS });
  return keys;
}

/** What an issuer publishes about itself; undefined for none, or for a document that names another issuer. */
async function discover(yard: Outbound, issuer: string): Promise<ProviderDocument | undefined> {
  const found = await fetchJson(yard, `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  const isOwn = found?.["issuer"] === issuer && typeof found["jwks_uri"] === "string";
  return isOwn ? (found as unknown as ProviderDocument) : undefined;
}

async function fetchJson(yard: Outbound, url: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const headers = { accept: "application/json" };
  const result = await sendOutbound(yard, { method: "GET", url, headers, body: "", timeoutMs: TIMEOUT_MS });
  if (result.kind !== "answer" || result.status !== 200) return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(result.body).toString("utf8"));
    return typeof parsed === "object" && parsed !== null ? (parsed as Readonly<Record<string, unknown>>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function readKeys(document: Readonly<Record<string, unknown>> | undefined): readonly Key[] | undefined {
  const keys: unknown = document?.["keys"];
  return Array.isArray(keys) ? keys.filter((key): key is Key => typeof key === "object" && key !== null) : undefined;
}
