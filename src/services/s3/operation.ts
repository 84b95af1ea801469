// What S3's operations have in common: nothing of a request is ignored. Each operation names the members it honours; a
// request that carries another one asks for something that is not there, and is refused.

import { createHash } from "node:crypto";
import { AwsError } from "../../kernel/errors.ts";
import { defineOperation } from "../../service/service.ts";
import type { Output } from "../../service/apis.ts";
import type { Context } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import {
  accessDenied,
  invalidBucketOwner,
  keyTooLong,
  noSuchBucket,
  notImplemented,
  notTheOwner,
  permanentRedirect,
} from "./errors.ts";
import { checkEndpoint, isPaidByCaller, takesPayer } from "./request-checks.ts";
import type { BucketRecord } from "./records.ts";
import { loadBucket } from "./repo.ts";

/** LIMIT: a key's bytes in UTF-8. AWS: "Naming Amazon S3 objects". */
const MAX_KEY_BYTES = 1024;

/** Members that every operation understands, or that need nothing done. */
const ALWAYS: readonly string[] = [
  "Bucket",
  "Key",
  "ExpectedBucketOwner",
  // isPaidByCaller reads it, for every operation alike.
  "RequestPayer",
  "ContentLength",
  "ContentMD5",
  "ChecksumAlgorithm",
];

/** Defines an operation that honours the named members, and those of ALWAYS. */
export function defineS3Operation<In extends object, Out>(
  name: string,
  honours: readonly (keyof In & string)[],
  run: (input: In, context: Context) => Output<Out> | Promise<Output<Out>>,
) {
  const known = new Set<string>([...ALWAYS, ...honours]);
  // Asked of the model on the first call: definitions are made before it is loaded.
  let isPayable: boolean | undefined;
  return defineOperation<In, Out>(name, (input, context) => {
    for (const [member, value] of Object.entries(input)) {
      if (value !== undefined && !known.has(member)) refuse(member, value);
    }
    if ("Key" in input) checkKey(String(input.Key));
    checkOwners(input);
    checkEndpoint(input, context);
    isPayable ??= takesPayer(name);
    if (!isPayable || !isPaidByCaller(input, context)) return run(input, context);
    const charged = { RequestCharged: "requester" };
    return Promise.resolve(run(input, context)).then((output) => ({ ...output, ...charged }));
  });
}

function refuse(member: string, value: unknown): void {
  // AWS: a flag that is not set asks for nothing.
  if (value === false) return;
  throw notImplemented(headerOf(member));
}

const HEADERS: Readonly<Record<string, string>> = {
  MFA: "x-amz-mfa",
};

function headerOf(member: string): string {
  return HEADERS[member] ?? `x-amz${member.replaceAll(/[A-Z]+/g, (word) => `-${word.toLowerCase()}`)}`;
}

/** Throws unless the owners on whom a request insists can be accounts. */
function checkOwners(input: { ExpectedBucketOwner?: string; ExpectedSourceBucketOwner?: string }): void {
  for (const owner of [input.ExpectedBucketOwner, input.ExpectedSourceBucketOwner])
    if (owner !== undefined && !/^\d{12}$/.test(owner)) throw invalidBucketOwner();
}

function checkKey(key: string): void {
  const bytes = Buffer.byteLength(key);
  if (bytes > MAX_KEY_BYTES) throw keyTooLong(bytes, MAX_KEY_BYTES);
}

/**
 * The bucket of a request, or NoSuchBucket. AWS: a bucket answers in its own region only; an anonymous request names no
 * region. The caller may insist on the bucket's owner.
 */
export function requireBucket(
  tx: ReadTx,
  context: Context,
  input: { readonly Bucket: string; readonly ExpectedBucketOwner?: string | undefined },
): BucketRecord {
  const bucket = loadBucket(tx, input.Bucket);
  if (bucket === undefined) throw noSuchBucket(input.Bucket);
  if (input.ExpectedBucketOwner !== undefined && input.ExpectedBucketOwner !== bucket.account) throw accessDenied();
  if (context.principal.kind !== "anonymous" && bucket.region !== context.region)
    throw permanentRedirect(bucket.bucketName, bucket.region);
  return bucket;
}

/** The bucket of a request, which only its owner's account may make. AWS: whoever else has the permission gets 405. */
export function requireOwnBucket(
  tx: ReadTx,
  context: Context,
  input: { readonly Bucket: string; readonly ExpectedBucketOwner?: string | undefined },
): BucketRecord {
  const bucket = requireBucket(tx, context, input);
  const { principal } = context;
  if (!("account" in principal) || principal.account !== bucket.account) throw notTheOwner();
  return bucket;
}

/**
 * The error for a key that is not there, or AccessDenied. AWS: whoever may not list the bucket is not told ("GetObject",
 * API reference: 404 with s3:ListBucket, else 403).
 */
export async function unlessHidden(context: Context, bucket: BucketRecord, notFound: AwsError): Promise<AwsError> {
  try {
    await context.aws.s3.headBucket({ Bucket: bucket.bucketName });
  } catch (error) {
    if (error instanceof AwsError && error.status === 403) return accessDenied();
    throw error;
  }
  return notFound;
}

/** The canonical user id that stands for an account: 64 hexadecimal digits that tell nothing. */
export function canonicalUserId(account: string): string {
  // AWS: whoever sends a request without a signature ("Glossary": anonymous user).
  if (account === "anonymous") return "65a011a29cdf8ec533ec3d1ccaae921c";
  return createHash("sha256").update(`canonical user of account ${account}`).digest("hex");
}

/** A version's id: new in buckets with versioning, "null" in others. */
export function newVersionId(context: Pick<Context, "random">, bucket: BucketRecord): string {
  return bucket.versioning === "Enabled" ? context.random.text(32, VERSION_ALPHABET) : "null";
}

const VERSION_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";

/** The version id as answers show it: not at all in buckets that never had versioning. */
export function shownVersionId(bucket: BucketRecord, versionId: string): string | undefined {
  return bucket.versioning === undefined ? undefined : versionId;
}
