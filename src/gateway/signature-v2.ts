// Verifies Signature Version 2 in the query of an S3 URL. AWS has let it stand for old buckets only, but boto3 and the AWS
// CLI still presign so by default wherever the endpoint is not AWS's own, and people share such links.
// AWS: "Signing and authenticating REST requests" (S3), section "Query string request authentication alternative".

import { createHmac, timingSafeEqual } from "node:crypto";
import type { SignedRequest, VerifiedRequest } from "./signature.ts";
import type { QueryPart } from "./canonical-request.ts";
import type { Refusals } from "./signature-errors.ts";

// Parameters that are part of what is signed; AWS: the list of subresources and response overrides of that section.
const SIGNED_PARAMETERS: ReadonlySet<string> = new Set(
  `accelerate acl analytics cors defaultObjectAcl delete inventory lifecycle location logging metrics notification
  object-lock partNumber policy replication requestPayment response-cache-control response-content-disposition
  response-content-encoding response-content-language response-content-type response-expires restore select
  select-type storageClass tagging torrent uploadId uploads versionId versioning versions website`.split(/\s+/),
);

/** Verifies a presigned URL with AWSAccessKeyId, Expires and Signature; throws as `verifySignature` does. */
export function verifyQueryV2(request: SignedRequest, parts: readonly QueryPart[], refuse: Refusals): VerifiedRequest {
  const valueOf = (name: string): string | undefined => parts.find((part) => part.name === name)?.value;
  const accessKeyId = valueOf("AWSAccessKeyId");
  const signature = valueOf("Signature");
  const expires = valueOf("Expires");
  if (!accessKeyId || !signature || !expires || !/^\d+$/.test(expires)) throw refuse.incompleteQueryV2();

  const sessionToken = valueOf("x-amz-security-token");
  const found = request.findCredential(accessKeyId, sessionToken);
  if (found === undefined || found === "inactive") throw refuse.unknownKey(accessKeyId, sessionToken);
  if (found.expiresAtMs !== undefined && found.expiresAtMs <= request.nowMs) throw refuse.expiredToken(sessionToken);
  const expiresAtMs = Number(expires) * 1000;
  if (request.nowMs > expiresAtMs) throw refuse.expiredUrl("", undefined, expiresAtMs, request.nowMs);

  const given = Buffer.from(signature, "base64");
  const texts = resourcesOf(request, parts).map((resource) => stringToSign(request, parts, expires, resource));
  const isSigned = texts.some((text) => {
    const expected = createHmac("sha1", found.secretAccessKey).update(text).digest();
    return given.length === expected.length && timingSafeEqual(expected, given);
  });
  if (!isSigned) throw refuse.wrongSignature({ accessKeyId, signature, stringToSign: texts[0] ?? "" });
  return {
    principal: found.principal,
    accessKeyId,
    sessionToken,
    region: undefined,
    service: "s3",
    form: "query",
    signedAtMs: request.nowMs,
    payload: { kind: "unsigned" },
  };
}

function stringToSign(
  { method, headers }: SignedRequest,
  parts: readonly QueryPart[],
  expires: string,
  resource: string,
): string {
  // Presigners put headers which were given to them into the query; clients send them as headers, or not at all.
  const header = (name: string): string =>
    parts.find((part) => part.name.toLowerCase() === name)?.value ?? headers[name] ?? "";
  const amz = new Map<string, string>();
  for (const name in headers) if (name.startsWith("x-amz-")) amz.set(name, (headers[name] ?? "").trim());
  for (const { name, value } of parts) {
    if (name.toLowerCase().startsWith("x-amz-")) amz.set(name.toLowerCase(), value.trim());
  }
  const amzLines = [...amz].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}:${value}\n`);
  return `${method}\n${header("content-md5")}\n${header("content-type")}\n${expires}\n${amzLines.join("")}${resource}`;
}

/** The path with the signed parameters: as it is and, for a host of the form BUCKET.s3.*, with the bucket before it. */
function resourcesOf({ path, headers }: SignedRequest, parts: readonly QueryPart[]): readonly string[] {
  const signed = parts
    .filter(({ name }) => SIGNED_PARAMETERS.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, value }) => (value === "" ? name : `${name}=${value}`));
  const query = signed.length === 0 ? "" : `?${signed.join("&")}`;
  const bucket = /^(.+)\.s3[.-]/.exec(headers["host"] ?? "")?.[1];
  return bucket === undefined ? [path + query] : [`/${bucket}${path}${query}`, path + query];
}
