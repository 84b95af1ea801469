// Where visitors of static websites come in: http://BUCKET.s3-website.localhost:PORT/, the same with a region as AWS's
// hosts have it, or, for clients that cannot resolve such names, http://localhost:PORT/_aws/s3-website/BUCKET/.
// Visitors are nobody: policies and lists decide. AWS: "Website endpoints" (S3 user guide).

import { AwsError, invariant } from "../../kernel/errors.ts";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import { loadModel } from "../../model/load.ts";
import type { AwsApis } from "../../service/apis.ts";
import type { YardContext } from "../../service/context.ts";
import { toAwsError } from "../../service/invoke.ts";
import type { Door, DoorRequest } from "../../service/service.ts";
import { codecFor } from "../../wire/codecs.ts";
import type { HttpResponse } from "../../wire/wire.ts";
import { actualHeaders, preflightHeaders } from "./cors.ts";
import { methodNotAllowed, noSuchBucket, noSuchWebsite } from "./errors.ts";
import type { BucketRecord, WebsiteRecord } from "./records.ts";
import { loadBucket } from "./repo.ts";
import { errorPage, findRedirection, type Redirection } from "./website.ts";

const HOST = /^(.+)\.s3-website(?:[.-][a-z]{2}(?:-[a-z]+)+-\d)?\.(?:localhost|amazonaws\.com)$/;
const PATH = /^\/_aws\/s3-website\/([^/]+)(\/.*)?$/;

/** The website of a bucket, at its own host or below a path. */
export const websiteDoor: Door = {
  name: "s3-website",
  accepts: (host, path) => HOST.test(host) || PATH.test(path),
  answer,
};

/** A visit: whose site, and the key that the URL means. */
interface Visit {
  readonly request: DoorRequest;
  readonly bucket: BucketRecord;
  readonly website: WebsiteRecord;
  /** Decoded, without the slash in front. */
  readonly key: string;
  /** What stands before the key in this site's URLs: "http://host" or "http://host/_aws/s3-website/BUCKET". */
  readonly base: string;
  readonly s3: AwsApis["s3"];
}

async function answer(request: DoorRequest, yard: YardContext): Promise<HttpResponse> {
  const [, named, rest] = PATH.exec(request.path) ?? [];
  const bucketName = named ?? HOST.exec(request.host)?.[1] ?? "";
  const base = named === undefined ? request.origin : `${request.origin}/_aws/s3-website/${named}`;
  const bucket = yard.store.read((tx) => loadBucket(tx, bucketName));
  try {
    if (bucket === undefined) throw noSuchBucket(bucketName);
    const { website, cors } = bucket;
    if (website === undefined) throw noSuchWebsite(bucketName);
    if (request.method === "OPTIONS")
      return { status: 200, headers: preflightHeaders(cors, request.headers, "OBJECT"), body: "" };
    if (request.method !== "GET" && request.method !== "HEAD") throw methodNotAllowed(request.method, "OBJECT");
    const path = named === undefined ? request.path : (rest ?? "/");
    const s3 = visitorOf(bucket, request, yard);
    const response = await visit({ request, bucket, website, key: decode(path.slice(1)), base, s3 });
    const { origin } = request.headers;
    if (origin !== undefined) Object.assign(response.headers, actualHeaders(cors, origin, request.method));
    return response;
  } catch (error) {
    return pageOf(reported(error, request, yard), request, false);
  }
}

/** S3 as someone without any signature sees it. */
function visitorOf({ account, region }: BucketRecord, request: DoorRequest, yard: YardContext): AwsApis["s3"] {
  const { sourceIp, headers } = request;
  const scope = { account: parseAccountId(account), region: parseRegion(region) };
  return yard.as({ kind: "anonymous" }, scope, { sourceIp, headers }).s3;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

async function visit(visit: Visit): Promise<HttpResponse> {
  const { request, website, key } = visit;
  const { redirectAll, indexSuffix = "" } = website;
  if (redirectAll !== undefined) {
    const { hostName, protocol } = redirectAll;
    const query = request.rawQuery === "" ? "" : `?${request.rawQuery}`;
    const location = `${protocol ?? "http"}://${hostName}/${encodeKey(key)}${query}`;
    return redirect(301, location);
  }
  const early = findRedirection(website, key, undefined);
  if (early !== undefined) return redirect(early.status, locationOf(early, visit));
  const isFolder = key === "" || key.endsWith("/");
  try {
    return await page(visit, isFolder ? key + indexSuffix : key);
  } catch (error) {
    if (!(error instanceof AwsError) || error.status === 304 || error.fault === "server") throw error;
    // AWS: "photos" leads to the folder's index document, if there is one, by way of "photos/".
    if (!isFolder && (error.status === 404 || error.status === 403) && (await isThere(visit, `${key}/${indexSuffix}`)))
      return redirect(302, `${visit.base}/${encodeKey(key)}/`);
    const late = findRedirection(website, key, error.status);
    if (late !== undefined) return redirect(late.status, locationOf(late, visit));
    return await errorDocument(visit, error);
  }
}

/** The object as the answer. */
async function page({ request, bucket, s3 }: Visit, key: string): Promise<HttpResponse> {
  const { headers } = request;
  const output = await s3.getObject({
    Bucket: bucket.bucketName,
    Key: key,
    Range: headers["range"],
    IfMatch: headers["if-match"],
    IfNoneMatch: headers["if-none-match"],
    IfModifiedSince: dateOf(headers["if-modified-since"]),
    IfUnmodifiedSince: dateOf(headers["if-unmodified-since"]),
  });
  if (output.WebsiteRedirectLocation !== undefined) {
    const { WebsiteRedirectLocation: target } = output;
    return redirect(301, target.startsWith("/") ? request.origin + target : target);
  }
  const operation = loadModel("s3").operations.get("GetObject");
  invariant(operation !== undefined, "S3's model has GetObject.");
  return codecFor("restXml").encodeOutput(operation, output, request.requestId);
}

function dateOf(text: string | undefined): Date | undefined {
  const ms = Date.parse(text ?? "");
  return Number.isNaN(ms) ? undefined : new Date(ms);
}

async function isThere({ bucket, s3 }: Visit, key: string): Promise<boolean> {
  try {
    await s3.headObject({ Bucket: bucket.bucketName, Key: key });
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.fault === "client") return false;
    throw error;
  }
}

/** The website's own page for an error, with the error's status; S3's page where there is none to show. */
async function errorDocument(visit: Visit, error: AwsError): Promise<HttpResponse> {
  const { website, request } = visit;
  if (website.errorKey === undefined) return pageOf(error, request, false);
  try {
    const { range: _, ...headers } = request.headers;
    const found = await page({ ...visit, request: { ...request, headers } }, website.errorKey);
    return { ...found, status: error.status };
  } catch (nested) {
    if (!(nested instanceof AwsError) || nested.fault === "server") throw nested;
    return pageOf(error, request, true);
  }
}

function locationOf({ protocol, hostName, key }: Redirection, { base, request }: Visit): string {
  if (hostName !== undefined) return `${protocol ?? "http"}://${hostName}/${encodeKey(key)}`;
  const origin = protocol === undefined ? base : base.replace(/^https?/, protocol);
  return `${origin || request.origin}/${encodeKey(key)}`;
}

function encodeKey(key: string): string {
  return key.split("/").map(encodeURIComponent).join("/");
}

function redirect(status: number, location: string): HttpResponse {
  return { status, headers: { location, "content-length": "0" }, body: "" };
}

function reported(error: unknown, { requestId }: DoorRequest, yard: YardContext): AwsError {
  const failure = toAwsError(error);
  if (failure.status === 500 && failure.cause !== undefined)
    yard.log.write("error", "request.failed", { requestId, error: failure.cause });
  return failure;
}

/** AWS: errors of a website are pages in HTML, with the code and the message in headers as well. */
function pageOf(error: AwsError, { requestId }: DoorRequest, isNested: boolean): HttpResponse {
  const { status, code, message, members } = error;
  const headers: Record<string, string> = { ...error.headers, "x-amz-request-id": requestId };
  if (status === 304) return { status, headers, body: "" };
  const details = Object.entries(members).map(([name, value]) => [name, String(value)] as const);
  const title = `${status} ${TITLES[status] ?? "Error"}`;
  const shown = [
    ["Code", code],
    ["Message", message],
    ...details,
    ["RequestId", requestId],
    ["HostId", requestId],
  ] as const;
  return {
    status,
    headers: {
      ...headers,
      "content-type": "text/html; charset=utf-8",
      "x-amz-error-code": code,
      "x-amz-error-message": message,
      ...Object.fromEntries(details.map(([name, value]) => [`x-amz-error-detail-${name}`, encodeURI(value)])),
    },
    body: errorPage(title, shown, isNested),
  };
}

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  412: "Precondition Failed",
  416: "Requested Range Not Satisfiable",
  500: "Internal Server Error",
  501: "Not Implemented",
};
