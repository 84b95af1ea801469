// One line of a server access log. Pure. AWS: "Amazon S3 server access log format" (user guide).

import type { AnsweredRequest } from "../../../service/service.ts";
import { canonicalUserId } from "../operation.ts";
import type { BucketRecord } from "../records.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The line for a request about a bucket, and perhaps a key (still percent-encoded). */
export function accessLogLine(bucket: BucketRecord, key: string | undefined, request: AnsweredRequest): string {
  const { method, path, rawQuery, headers, answerHeaders, status } = request;
  const url = rawQuery === "" ? path : `${path}?${rawQuery}`;
  const isSignedInHeader = headers["authorization"] !== undefined;
  const isSignedInQuery = /(^|&)X-Amz-Signature=/.test(rawQuery);
  const isSigned = isSignedInHeader || isSignedInQuery;
  const millis = String(Math.round(request.durationMs));
  const fields = [
    canonicalUserId(bucket.account),
    bucket.bucketName,
    `[${timeOf(request.atMs)}]`,
    request.sourceIp,
    requesterOf(request),
    request.requestId,
    operationOf(request, key),
    key ?? "-",
    quoted(`${method} ${url} HTTP/1.1`),
    String(status),
    request.errorCode ?? "-",
    bytesOf(answerHeaders["content-length"]),
    // The object's size is known where it was read or written whole.
    bytesOf(headers["x-amz-decoded-content-length"] ?? headers["content-length"] ?? answerHeaders["content-length"]),
    millis,
    millis,
    quoted(headers["referer"]),
    quoted(headers["user-agent"]),
    answerHeaders["x-amz-version-id"] ?? "-",
    request.requestId,
    isSigned ? "SigV4" : "-",
    // There is no TLS here.
    "-",
    isSignedInHeader ? "AuthHeader" : isSignedInQuery ? "QueryString" : "-",
    headers["host"] ?? "-",
    "-",
    "-",
    "-",
  ];
  return fields.join(" ");
}

function timeOf(atMs: number): string {
  const at = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}`;
  return `${day}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
}

/** AWS: root users by their canonical user id, others by their ARN, nobody as "-". */
function requesterOf({ principal }: AnsweredRequest): string {
  if (principal === undefined || principal.kind === "anonymous") return "-";
  if (principal.kind === "service") return principal.service;
  if (principal.kind === "canonical-user") return principal.canonicalUserId;
  return principal.kind === "root" ? canonicalUserId(principal.account) : principal.arn;
}

const OPERATIONS: Readonly<Record<string, string>> = {
  CopyObject: "REST.COPY.OBJECT",
  UploadPartCopy: "REST.COPY.PART",
  UploadPart: "REST.PUT.PART",
  CreateMultipartUpload: "REST.POST.UPLOADS",
  CompleteMultipartUpload: "REST.POST.UPLOAD",
  AbortMultipartUpload: "REST.DELETE.UPLOAD",
  ListParts: "REST.GET.UPLOAD",
  ListObjects: "REST.GET.BUCKET",
  ListObjectsV2: "REST.GET.BUCKET",
  ListObjectVersions: "REST.GET.BUCKETVERSIONS",
  DeleteObjects: "REST.POST.MULTI_OBJECT_DELETE",
  GetObject: "REST.GET.OBJECT",
  PutObject: "REST.PUT.OBJECT",
  HeadObject: "REST.HEAD.OBJECT",
  DeleteObject: "REST.DELETE.OBJECT",
};

/** AWS: REST.METHOD.RESOURCE, where a subresource of the query is the resource. */
function operationOf({ operation, method, rawQuery }: AnsweredRequest, key: string | undefined): string {
  const known = OPERATIONS[operation];
  if (known !== undefined) return known;
  const [first = ""] = rawQuery.split(/[&=]/);
  const subresource = /^[a-z-]+$/i.test(first) && !first.startsWith("x-") ? first.toUpperCase() : "";
  const resource = key === undefined ? "BUCKET" : "OBJECT";
  if (subresource === "") return `REST.${method}.${resource}`;
  return `REST.${method}.${key === undefined ? subresource : `OBJECT_${subresource}`}`;
}

function bytesOf(text: string | undefined): string {
  return text === undefined || text === "0" ? "-" : text;
}

function quoted(text: string | undefined): string {
  return `"${(text ?? "-").replaceAll('"', "%22").replaceAll(/[\r\n]/g, "")}"`;
}
