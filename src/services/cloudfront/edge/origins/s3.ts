// S3 origins. With an origin access control the distribution asks as cloudfront.amazonaws.com with its own ARN, with an origin access identity as
// that one, and the bucket's policy decides; without either it asks as nobody. AWS: "Restrict access to an Amazon S3 origin".

import { Readable } from "node:stream";
import type { OriginAccessControlConfig } from "@aws-sdk/client-cloudfront";
import { AwsError, invariant } from "../../../../kernel/errors.ts";
import { parseRegion } from "../../../../kernel/ids.ts";
import type { Principal } from "../../../../iam/principal.ts";
import { loadModel } from "../../../../model/load.ts";
import type { AwsApis } from "../../../../service/apis.ts";
import { toAwsError } from "../../../../service/invoke.ts";
import { codecFor } from "../../../../wire/codecs.ts";
import type { HttpResponse } from "../../../../wire/wire.ts";
import { identityInOrigin, identityPrincipal } from "../../families/origin-access-identities.ts";
import { arnOf } from "../../ids.ts";
import { loadThing } from "../../repo.ts";
import { corsOfBucket } from "./s3-cors.ts";
import { parseS3Origin } from "./addresses.ts";
import type { OriginAnswer, OriginCall } from "./origin.ts";
import { forwardedQuery, originHeaders } from "./request-headers.ts";

/** Asks S3 for the object that the path means. */
export async function askS3(call: OriginCall): Promise<OriginAnswer> {
  const { yard, origin, request, distribution } = call;
  const place = parseS3Origin(origin.DomainName ?? "");
  invariant(place !== undefined, "An S3 origin's domain name is a bucket's.");
  const key = keyOf(`${origin.OriginPath ?? ""}${request.path}`);
  const headers = originHeaders(call);
  const cors = await corsOfBucket(call, place.bucket, headers);
  if (request.method === "OPTIONS") return cors;
  const scope = { account: distribution.account, region: parseRegion(place.region ?? "us-east-1") };
  const { s3 } = yard.as(principalOf(call), scope, { sourceIp: request.sourceIp, headers });
  let response: HttpResponse;
  try {
    response = await perform(s3, place.bucket, key, call, headers);
  } catch (error) {
    response = refusal(error, call);
  }
  return answered(response, cors.headers);
}

/** AWS: "arn:aws:cloudfront::ACCOUNT:distribution/ID" is what bucket policies ask for as aws:SourceArn. */
function principalOf({ yard, distribution, origin }: OriginCall): Principal {
  const identity = identityInOrigin(origin.S3OriginConfig?.OriginAccessIdentity);
  if (identity !== undefined) return identityPrincipal(identity);
  const { OriginAccessControlId: id = "" } = origin;
  const control =
    id === ""
      ? undefined
      : yard.store.read((tx) =>
          loadThing<OriginAccessControlConfig>(tx, distribution.account, "origin-access-control", id),
        );
  if (control === undefined || control.config.SigningBehavior === "never") return { kind: "anonymous" };
  return {
    kind: "service",
    service: "cloudfront.amazonaws.com",
    sourceArn: arnOf(distribution.account, "distribution", distribution.id),
    sourceAccount: distribution.account,
  };
}

function keyOf(path: string): string {
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    return path.slice(1);
  }
}

async function perform(
  s3: AwsApis["s3"],
  Bucket: string,
  Key: string,
  call: OriginCall,
  headers: Readonly<Record<string, string>>,
): Promise<HttpResponse> {
  const { request } = call;
  const query = new URLSearchParams(forwardedQuery(call));
  // A query that means another operation of S3 would otherwise be answered with the object.
  const stranger = [...query.keys()].find((name) => SUBRESOURCES.has(name));
  if (stranger !== undefined) throw notServed(`The query "${stranger}" of an S3 origin`);
  const VersionId = query.get("versionId") ?? undefined;
  const object = { Bucket, Key, ...(VersionId !== undefined && { VersionId }) };
  const conditions = {
    IfMatch: headers["if-match"],
    IfNoneMatch: headers["if-none-match"],
    IfModifiedSince: dateOf(headers["if-modified-since"]),
    IfUnmodifiedSince: dateOf(headers["if-unmodified-since"]),
  };
  const overrides = {
    ResponseCacheControl: query.get("response-cache-control") ?? undefined,
    ResponseContentDisposition: query.get("response-content-disposition") ?? undefined,
    ResponseContentEncoding: query.get("response-content-encoding") ?? undefined,
    ResponseContentLanguage: query.get("response-content-language") ?? undefined,
    ResponseContentType: query.get("response-content-type") ?? undefined,
    ResponseExpires: dateOf(query.get("response-expires") ?? undefined),
  };
  const send = (operation: string, output: object): HttpResponse => encode(operation, output, request.requestId);
  // AWS: the root of a bucket is its listing, for whoever may list it.
  if (Key === "" && (request.method === "GET" || request.method === "HEAD")) {
    const listing = await s3.listObjects({ Bucket, Prefix: query.get("prefix") ?? undefined });
    return send("ListObjects", listing);
  }
  switch (request.method) {
    case "GET":
      return send("GetObject", await s3.getObject({ ...object, ...conditions, ...overrides, Range: headers["range"] }));
    case "HEAD":
      return send("HeadObject", await s3.headObject({ ...object, ...conditions, ...overrides }));
    case "PUT":
      return send(
        "PutObject",
        await s3.putObject({ Bucket, Key, Body: request.body, ContentType: request.headers["content-type"] }),
      );
    case "DELETE":
      return send("DeleteObject", await s3.deleteObject(object));
    default:
      throw new AwsError({
        code: "MethodNotAllowed",
        status: 405,
        message: "The specified method is not allowed against this resource.",
        members: { Method: request.method, ResourceType: "OBJECT" },
      });
  }
}

const SUBRESOURCES = new Set(
  "acl attributes cors delete encryption legal-hold lifecycle list-type location logging notification object-lock partNumber policy replication requestPayment restore retention select tagging torrent uploadId uploads versioning versions website".split(
    " ",
  ),
);

function notServed(what: string): AwsError {
  return new AwsError({ code: "NotImplemented", status: 501, message: `${what} is not implemented by Stackyard.` });
}

function dateOf(text: string | undefined): Date | undefined {
  const ms = Date.parse(text ?? "");
  return Number.isNaN(ms) ? undefined : new Date(ms);
}

function encode(name: string, output: object, requestId: string): HttpResponse {
  const operation = loadModel("s3").operations.get(name);
  invariant(operation !== undefined, `S3's model has ${name}.`);
  return codecFor("restXml").encodeOutput(operation, { ...output }, requestId);
}

function refusal(error: unknown, { yard, request }: OriginCall): HttpResponse {
  const failure = toAwsError(error);
  if (failure.status === 500 && failure.cause !== undefined)
    yard.log.write("error", "cloudfront.s3-origin-failed", { requestId: request.requestId, error: failure.cause });
  const name = request.method === "HEAD" ? "HeadObject" : "GetObject";
  return codecFor("restXml").encodeError(
    loadModel("s3"),
    loadModel("s3").operations.get(name),
    failure,
    request.requestId,
  );
}

function answered({ status, headers, body }: HttpResponse, cors: Readonly<Record<string, string>>): OriginAnswer {
  const own = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  if (bytes instanceof Uint8Array) own["content-length"] ??= String(bytes.length);
  return { status, headers: { ...own, ...cors }, cookies: [], body: readable(bytes) };
}

function readable(body: Exclude<HttpResponse["body"], string>): OriginAnswer["body"] {
  return body instanceof Uint8Array || body instanceof Readable ? body : Readable.from(body);
}
