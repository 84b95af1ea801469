// What a writer says about an object: the system headers and the user's metadata, in and out. Pure.

import { isArchiveClass } from "./archive.ts";
import {
  badRequest,
  invalidRedirectLocation,
  invalidStorageClass,
  invalidTag,
  metadataTooLarge,
  notImplemented,
} from "./errors.ts";
import type { ObjectHeaders, ObjectRecord, Tags } from "./records.ts";

/** LIMIT: 2 KB of user metadata, names and values in UTF-8. AWS: "Working with object metadata" (user guide). */
const MAX_METADATA_BYTES = 2048;

/** AWS: classes that read like STANDARD. */
const STORAGE_CLASSES = [
  "STANDARD",
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "GLACIER_IR",
  "REDUCED_REDUNDANCY",
];
const MISSING_CLASSES = ["OUTPOSTS", "SNOW", "EXPRESS_ONEZONE", "FSX_OPENZFS", "FSX_ONTAP"];

export interface HeaderMembers {
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly ContentType?: string | undefined;
  readonly Expires?: Date | string | undefined;
  readonly StorageClass?: string | undefined;
  readonly Metadata?: Readonly<Record<string, string>> | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
}

/** Reads and checks the headers of a PutObject, CopyObject or CreateMultipartUpload. */
export function parseHeaders(input: HeaderMembers): ObjectHeaders {
  const metadata = Object.fromEntries(
    Object.entries(input.Metadata ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const bytes = Object.entries(metadata).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (bytes > MAX_METADATA_BYTES) throw metadataTooLarge(bytes, MAX_METADATA_BYTES);
  const storageClass = parseStorageClass(input.StorageClass);
  const contentEncoding = withoutChunked(input.ContentEncoding);
  const expires = input.Expires instanceof Date ? input.Expires.toUTCString() : input.Expires;
  return {
    ...(input.CacheControl === undefined ? {} : { cacheControl: input.CacheControl }),
    ...(input.ContentDisposition === undefined ? {} : { contentDisposition: input.ContentDisposition }),
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
    ...(input.ContentLanguage === undefined ? {} : { contentLanguage: input.ContentLanguage }),
    // AWS: what S3 takes a body for that comes without a type.
    contentType: input.ContentType ?? "binary/octet-stream",
    ...(expires === undefined ? {} : { expires }),
    ...(storageClass === undefined ? {} : { storageClass }),
    ...(input.WebsiteRedirectLocation === undefined
      ? {}
      : { websiteRedirect: parseRedirect(input.WebsiteRedirectLocation) }),
    metadata,
  };
}

/** LIMIT: 2 KB. AWS: "Configuring a webpage redirect" (user guide). */
function parseRedirect(location: string): string {
  if (!/^(https?:\/)?\//.test(location) || Buffer.byteLength(location) > 2048) throw invalidRedirectLocation();
  return location;
}

/** True for classes whose objects are read like those of STANDARD, and which differ in their price only. */
function isLikeStandard(storageClass: string): boolean {
  return STORAGE_CLASSES.includes(storageClass);
}

/** True for the classes that objects can have. */
export function isStorageClass(name: string): boolean {
  return isLikeStandard(name) || isArchiveClass(name);
}

function parseStorageClass(name: string | undefined): string | undefined {
  if (name === undefined || name === "STANDARD") return undefined;
  if (isStorageClass(name)) return name;
  if (MISSING_CLASSES.includes(name))
    throw notImplemented("x-amz-storage-class", `The storage class "${name}" is not implemented.`);
  throw invalidStorageClass(name);
}

/** AWS: aws-chunked is how the body travelled; S3 takes it out of what it keeps ("Signature calculations: chunked"). */
function withoutChunked(contentEncoding: string | undefined): string | undefined {
  if (contentEncoding === undefined) return undefined;
  const kept = contentEncoding
    .split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "aws-chunked" && coding !== "");
  return kept.length === 0 ? undefined : kept.join(",");
}

/** The members of GetObject's and HeadObject's outputs that stand for headers and metadata. */
export function headersOutput(object: ObjectRecord) {
  return {
    CacheControl: object.cacheControl,
    ContentDisposition: object.contentDisposition,
    ContentEncoding: object.contentEncoding,
    ContentLanguage: object.contentLanguage,
    ContentType: object.contentType,
    ...expiresOutput(object.expires),
    // AWS: the class is left out for STANDARD.
    StorageClass: object.storageClass as "STANDARD_IA" | undefined,
    WebsiteRedirectLocation: object.websiteRedirect,
    Metadata: { ...object.metadata },
  };
}

/** A date goes out as one; anything else as it was. */
function expiresOutput(expires: string | undefined): { Expires?: Date; ExpiresString?: string } {
  if (expires === undefined) return {};
  const ms = Date.parse(expires);
  return { ...(Number.isNaN(ms) ? {} : { Expires: new Date(ms) }), ExpiresString: expires };
}

/** Reads x-amz-tagging: tags in the form of a query string. */
export function parseTaggingHeader(header: string | undefined): Tags | undefined {
  if (header === undefined || header === "") return undefined;
  const pairs = [...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value }));
  return parseTags(pairs, "object");
}

const TAG_LIMIT = { object: 10, bucket: 50 } as const;

/**
 * Checks a set of tags. AWS: "Categorizing your objects using tags" (user guide): 10 tags an object, 50 a bucket, keys
 * to 128 and values to 256 characters, letters, digits, spaces and _ . : / = + - @.
 */
export function parseTags(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[],
  owner: "object" | "bucket",
): Tags {
  const limit = TAG_LIMIT[owner];
  if (tags.length > limit)
    throw badRequest(`${owner === "object" ? "Object" : "Bucket"} tags cannot be greater than ${limit}`);
  const result = new Map<string, string>();
  for (const { Key: key = "", Value: value = "" } of tags) {
    if (key === "" || key.length > 128 || !TAG_TEXT.test(key))
      throw invalidTag("The TagKey you have provided is invalid", { TagKey: key });
    if (value.length > 256 || !TAG_TEXT.test(value))
      throw invalidTag("The TagValue you have provided is invalid", { TagValue: value, TagKey: key });
    // DEVIATION: AWS's CloudFormation writes its own tags past this rule; ours comes this way like everyone.
    if (/^aws:/i.test(key) && !key.startsWith("aws:cloudformation:"))
      throw invalidTag("System tags cannot be added/updated by requester", { TagKey: key });
    if (result.has(key)) throw invalidTag("Cannot provide multiple Tags with the same key", { TagKey: key });
    result.set(key, value);
  }
  return Object.fromEntries(result);
}

const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Tags as outputs have them. */
export function tagSet(tags: Tags | undefined): { Key: string; Value: string }[] {
  return Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
}

/** The tags that AWS's own services put on: a customer's request neither sees them go nor replaces them. */
export function systemTags(tags: Tags | undefined): Tags {
  return Object.fromEntries(Object.entries(tags ?? {}).filter(([key]) => key.startsWith("aws:")));
}
