// Signed URLs and signed cookies. AWS: "Serve private content with signed URLs and signed cookies". What signs is the private half of a public key in
// one of the behaviour's key groups; the parameters are taken off before the request goes on.

import { createPublicKey, type KeyObject, verify as verifySignature } from "node:crypto";
import type { KeyGroupConfig, PublicKeyConfig } from "@aws-sdk/client-cloudfront";
import type { ReadTx } from "../../../../store/store.ts";
import { itemsOf } from "../../config/quantities.ts";
import type { DistributionRecord } from "../../records.ts";
import { loadThing } from "../../repo.ts";
import { signatureError } from "../error-pages.ts";
import { cookiesOf, type EdgeResponse, queryOf, type ViewerRequest } from "../messages.ts";
import type { Behaviour } from "../settings.ts";
import { allows, cannedPolicy, parsePolicy, type SignedStatement } from "./policy.ts";

const PARAMETERS = ["Expires", "Policy", "Signature", "Key-Pair-Id", "Hash-Algorithm"] as const;
type Parameter = (typeof PARAMETERS)[number];
type Signed = Readonly<Partial<Record<Parameter, string>>>;

/** The request without the parameters of a signature: neither cache nor origin sees them. */
export function withoutSignature(request: ViewerRequest): ViewerRequest {
  return { ...request, rawQuery: unsignedQuery(request.rawQuery) };
}

function unsignedQuery(rawQuery: string): string {
  const kept = rawQuery.split("&").filter((text) => !isParameter(text.split("=", 1)[0] ?? ""));
  return kept.join("&");
}

function isParameter(name: string): name is Parameter {
  return (PARAMETERS as readonly string[]).includes(name);
}

/** Why a request to a behaviour with trusted key groups is refused; undefined where its signature is right. */
export function refuseUnsigned(
  request: ViewerRequest,
  place: {
    readonly tx: ReadTx;
    readonly distribution: DistributionRecord;
    readonly behaviour: Behaviour;
    /** "scheme://host" of all names under which the viewer may have signed this distribution. */
    readonly origins: readonly string[];
    readonly nowMs: number;
  },
): EdgeResponse | undefined {
  const signed = parametersOf(request);
  // Two values of one parameter: which of them was meant is nobody's guess.
  if (signed === "ambiguous") return signatureError("MalformedPolicy", "Malformed Policy");
  const { Signature, "Key-Pair-Id": keyPairId } = signed;
  if (keyPairId === undefined)
    return signatureError("MissingKey", "Missing Key-Pair-Id query parameter or cookie value");
  if (Signature === undefined)
    return signatureError("MissingSignature", "Missing Signature query parameter or cookie value");
  if (signed.Policy === undefined && signed.Expires === undefined)
    return signatureError("MissingPolicy", "Missing Policy or Expires query parameter or cookie value");
  const key = trustedKey(place, keyPairId);
  if (key === undefined) return signatureError("InvalidKey", "Unknown Key");
  const query = unsignedQuery(request.rawQuery);
  const tail = request.path + (query === "" ? "" : `?${query}`);
  const urls = place.origins.map((origin) => origin + tail);
  const statement = signed.Policy === undefined ? canned(signed, urls, key) : custom(signed, key);
  if (statement === "malformed") return signatureError("MalformedPolicy", "Malformed Policy");
  const isAllowed =
    statement !== undefined && allows(statement, { urls, nowMs: place.nowMs, sourceIp: request.sourceIp });
  return isAllowed ? undefined : signatureError("AccessDenied", "Access denied");
}

/** AWS: "If you use both signed URLs and signed cookies", the URL's parameters count. */
function parametersOf({ rawQuery, headers }: ViewerRequest): Signed | "ambiguous" {
  const inQuery = queryOf(rawQuery).filter(({ text }) => isParameter(text.split("=", 1)[0] ?? ""));
  const found =
    inQuery.length > 0
      ? inQuery.map(
          ({ text }) => [text.slice(0, text.indexOf("=")), decode(text.slice(text.indexOf("=") + 1))] as const,
        )
      : cookiesOf(headers).flatMap(([name, value]) => {
          const parameter = name.startsWith("CloudFront-") ? name.slice("CloudFront-".length) : "";
          return isParameter(parameter) ? [[parameter, value] as const] : [];
        });
  const names = found.map(([name]) => name);
  return new Set(names).size < names.length ? "ambiguous" : Object.fromEntries(found);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function trustedKey(
  { tx, distribution, behaviour }: { tx: ReadTx; distribution: DistributionRecord; behaviour: Behaviour },
  keyPairId: string,
): KeyObject | undefined {
  const isTrusted = itemsOf(behaviour.TrustedKeyGroups).some(
    (id) =>
      loadThing<KeyGroupConfig>(tx, distribution.account, "key-group", id)?.config.Items?.includes(keyPairId) === true,
  );
  if (!isTrusted) return undefined;
  const found = loadThing<PublicKeyConfig>(tx, distribution.account, "public-key", keyPairId);
  return found?.config.EncodedKey === undefined ? undefined : createPublicKey(found.config.EncodedKey);
}

/** A canned policy's statement, where one of the URLs was signed; it allows exactly that one. */
function canned(signed: Signed, urls: readonly string[], key: KeyObject): SignedStatement | "malformed" | undefined {
  const { Expires = "" } = signed;
  if (!/^\d{1,15}$/.test(Expires)) return "malformed";
  // A quotation mark would end the URL in the policy's text, and begin something else.
  const plain = urls.filter((url) => !/["\\]/.test(url));
  const isSigned = plain.some((url) => isSignedBy(cannedPolicy(url, Expires), signed, key));
  if (!isSigned) return undefined;
  return { resource: undefined, beforeSeconds: Number(Expires), afterSeconds: undefined, sourceIp: undefined };
}

function custom(signed: Signed, key: KeyObject): SignedStatement | "malformed" | undefined {
  const text = fromUrlSafe(signed.Policy ?? "").toString("utf8");
  if (!isSignedBy(text, signed, key)) return undefined;
  return parsePolicy(text) ?? "malformed";
}

function isSignedBy(text: string, signed: Signed, key: KeyObject): boolean {
  const algorithm = signed["Hash-Algorithm"] ?? "SHA1";
  if (algorithm !== "SHA1" && algorithm !== "SHA256") return false;
  return verifySignature(algorithm, Buffer.from(text), key, fromUrlSafe(signed.Signature ?? ""));
}

/** AWS: "+", "=" and "/" of base 64 are written "-", "_" and "~". */
function fromUrlSafe(text: string): Buffer {
  return Buffer.from(text.replaceAll("-", "+").replaceAll("_", "=").replaceAll("~", "/"), "base64");
}
