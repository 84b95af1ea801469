// Deployment packages on their way in: from the request or from S3, into the blob store, and checked by unpacking.

import type { FunctionCode } from "@aws-sdk/client-lambda";
import { AwsError, InvariantError } from "../../kernel/errors.ts";
import { CodePackageError } from "../../sandbox/sandboxes.ts";
import type { CodePackage } from "../../sandbox/sandboxes.ts";
import type { Context, YardContext } from "../../service/context.ts";
import { invalidParameter, notSupported, requestTooLarge } from "./errors.ts";
import type { CodeRecord } from "./records.ts";

// LIMIT: AWS: "Lambda quotas": 50 MB zipped in a request.
const MOST_ZIPPED_BYTES = 52_428_800;
// LIMIT: AWS: "Lambda quotas": 250 MB unzipped. A zip in S3 that is larger than that cannot unpack to less.
const MOST_UNZIPPED_BYTES = 262_144_000;

/** Keeps the package that a request brings or names. S3 is read as the caller. */
export async function takeCode(
  context: Context,
  source: Pick<
    FunctionCode,
    "ZipFile" | "S3Bucket" | "S3Key" | "S3ObjectVersion" | "S3ObjectStorageMode" | "ImageUri" | "SourceKMSKeyArn"
  >,
): Promise<CodeRecord> {
  if (source.S3ObjectStorageMode === "REFERENCE") throw notSupported("code that stays in S3 (S3ObjectStorageMode)");
  if (source.ImageUri !== undefined) throw notSupported("container images");
  if (source.SourceKMSKeyArn !== undefined && source.SourceKMSKeyArn !== "")
    throw notSupported("customer managed keys");
  const blob = await context.blobs.put(await readSource(context, source));
  const record = { sha256: blob.sha256, bytes: blob.bytes };
  await unpackCode(context, record);
  return record;
}

async function readSource(
  context: Context,
  {
    ZipFile,
    S3Bucket,
    S3Key,
    S3ObjectVersion,
  }: Pick<FunctionCode, "ZipFile" | "S3Bucket" | "S3Key" | "S3ObjectVersion">,
): Promise<Uint8Array> {
  if (ZipFile !== undefined) {
    if (ZipFile.length > MOST_ZIPPED_BYTES) throw requestTooLarge(MOST_ZIPPED_BYTES);
    return ZipFile;
  }
  if (S3Bucket === undefined || S3Key === undefined)
    throw invalidParameter("Please provide a source for function code.");
  let body: unknown;
  try {
    ({ Body: body } = await context.aws.s3.getObject({
      Bucket: S3Bucket,
      Key: S3Key,
      ...(S3ObjectVersion === undefined ? {} : { VersionId: S3ObjectVersion }),
    }));
  } catch (error) {
    if (!(error instanceof AwsError) || error.fault !== "client") throw error;
    if (error.code.startsWith("AccessDenied"))
      throw new AwsError({
        code: "AccessDeniedException",
        status: 403,
        message: `Your access has been denied by S3, please make sure your request credentials have permission to GetObject for ${S3Bucket}/${S3Key}. S3 Error Code: AccessDenied. S3 Error Message: ${error.message}`,
        cause: error,
      });
    throw invalidParameter(
      `Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`,
    );
  }
  return readBody(body);
}

/** A body inside the process: bytes, text, or a stream of bytes, without the SDK's methods. */
export async function readBody(body: unknown): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  if (typeof body === "string") return Buffer.from(body);
  if (typeof body !== "object" || body === null || !(Symbol.asyncIterator in body))
    throw new InvariantError("GetObject gave a body that is neither bytes nor a stream.");
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MOST_UNZIPPED_BYTES)
      throw invalidParameter(`Unzipped size must be smaller than ${MOST_UNZIPPED_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function unpackCode(context: Context, code: CodeRecord): Promise<void> {
  try {
    await context.sandboxes.unpack(codePackage(context, code));
  } catch (error) {
    if (error instanceof CodePackageError) throw invalidParameter(error.message);
    throw error;
  }
}

/** How large a package is unzipped. */
export async function measureCode(yard: YardContext, code: CodeRecord): Promise<number> {
  return (await yard.sandboxes.unpack(codePackage(yard, code))).unzippedBytes;
}

/** The package as sandboxes take it. */
export function codePackage(yard: YardContext, code: CodeRecord): CodePackage {
  return { sha256: code.sha256, zipPath: yard.blobs.path(code.sha256) };
}
