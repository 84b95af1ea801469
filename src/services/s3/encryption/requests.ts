// What a writer asks for: the headers of a PutObject, CopyObject or CreateMultipartUpload, and the bucket's default. Pure.
// AWS: "Protecting data with server-side encryption" (S3 user guide). Messages: recorded from S3, in public test suites.

import { accessDenied, invalidArgument, notImplemented } from "../errors.ts";
import type { BucketRecord } from "../records.ts";
import { parseCustomerKey, type CustomerKey } from "./customer-key.ts";
import type { KmsRequest } from "./kms.ts";

export interface EncryptionMembers {
  readonly ServerSideEncryption?: string | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly SSEKMSEncryptionContext?: string | undefined;
  readonly BucketKeyEnabled?: boolean | undefined;
  readonly SSECustomerAlgorithm?: string | undefined;
  readonly SSECustomerKey?: string | undefined;
  readonly SSECustomerKeyMD5?: string | undefined;
}

/** How a new object is to be encrypted; "none" for SSE-S3, whose keys would lie beside what they encrypt. */
export type EncryptionRequest =
  | { readonly kind: "none" }
  | KmsRequest
  | { readonly kind: "customer"; readonly key: CustomerKey };

const HEADER = "x-amz-server-side-encryption";

/** What the request wants, or the bucket's default where it wants nothing. */
export function parseEncryption(input: EncryptionMembers, bucket: BucketRecord): EncryptionRequest {
  const { ServerSideEncryption: method, SSEKMSKeyId: keyId, BucketKeyEnabled: usesBucketKey } = input;
  const key = parseCustomerKey({
    algorithm: input.SSECustomerAlgorithm,
    key: input.SSECustomerKey,
    keyMd5: input.SSECustomerKeyMD5,
  });
  if (key !== undefined) {
    if (method !== undefined)
      throw invalidArgument(
        "Server Side Encryption with Customer provided key is incompatible with the encryption method specified",
        HEADER,
        method,
      );
    // AWS: "Blocking or unblocking SSE-C for a general purpose bucket": blocked in new buckets, since April 2026.
    if (bucket.encryption?.allowsCustomerKeys !== true) throw accessDenied();
    return { kind: "customer", key };
  }
  if (method !== undefined && method !== "AES256") {
    const kind = KMS_METHODS.get(method);
    if (kind === undefined && method === "aws:fsx") throw notImplemented(HEADER);
    if (kind === undefined) throw invalidArgument("The encryption method specified is not supported", HEADER, method);
    const standard = bucket.encryption?.usesBucketKey === true;
    const context = parseContext(input.SSEKMSEncryptionContext);
    return { kind, keyId, usesBucketKey: kind === "kms" && (usesBucketKey ?? standard), context };
  }
  if (keyId !== undefined)
    throw invalidArgument(
      "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
      HEADER,
      method,
    );
  const kind = KMS_METHODS.get(bucket.encryption?.algorithm ?? "AES256");
  if (method === "AES256" || kind === undefined) return { kind: "none" };
  return {
    kind,
    keyId: bucket.encryption?.keyId,
    usesBucketKey: kind === "kms" && (usesBucketKey ?? bucket.encryption?.usesBucketKey === true),
    context: undefined,
  };
}

const KMS_METHODS: ReadonlyMap<string, "kms" | "dsse"> = new Map([
  ["aws:kms", "kms"],
  ["aws:kms:dsse", "dsse"],
]);

function parseContext(header: string | undefined): Record<string, string> | undefined {
  if (header === undefined) return undefined;
  const parsed = parseJson(Buffer.from(header, "base64").toString("utf8"));
  const isMap = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
  if (!isMap || Object.values(parsed).some((value) => typeof value !== "string"))
    throw invalidArgument(
      "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string holding JSON which " +
        "represents a string-string map",
      `${HEADER}-context`,
      header,
    );
  return parsed as Record<string, string>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
