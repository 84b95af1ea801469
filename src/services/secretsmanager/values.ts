// Secret values: encrypted under the secret's KMS key by whoever writes them, decrypted by whoever reads them.
// AWS: "Secret encryption and decryption in AWS Secrets Manager".

import { AwsError } from "../../kernel/errors.ts";
import { formatArn } from "../../kernel/arns.ts";
import type { Context } from "../../service/context.ts";
import { open, seal } from "../../service/envelope.ts";
import { decryptionFailure, encryptionFailure, invalidParameter } from "./errors.ts";
import type { ValueRecord } from "./records.ts";
import type { Located } from "./secrets.ts";

const MANAGED_KEY = "alias/aws/secretsmanager";

export interface SecretValue {
  readonly kind: "string" | "binary";
  readonly bytes: Uint8Array;
}

/** The value that a request gives; undefined for none. Throws where it gives two. */
export function valueOf(input: {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
}): SecretValue | undefined {
  const { SecretString: text, SecretBinary: bytes } = input;
  if (text !== undefined && bytes !== undefined)
    throw invalidParameter(
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  if (text !== undefined) return { kind: "string", bytes: Buffer.from(text) };
  return bytes === undefined ? undefined : { kind: "binary", bytes };
}

/** The value as answers have it. */
export function valueMembers({ kind, bytes }: SecretValue): { SecretString: string } | { SecretBinary: Uint8Array } {
  return kind === "string" ? { SecretString: Buffer.from(bytes).toString("utf8") } : { SecretBinary: bytes };
}

/** Whether two values are the same. */
export function isSameValue(one: SecretValue, other: SecretValue): boolean {
  return one.kind === other.kind && Buffer.compare(one.bytes, other.bytes) === 0;
}

/** The KMS key of a secret, as KMS finds it. */
export function keyOf({ secret, scope }: Located, context: Context): string {
  if (secret.kmsKeyId !== undefined) return secret.kmsKeyId;
  return scope.account === context.account ? MANAGED_KEY : formatArn("kms", scope.region, scope.account, MANAGED_KEY);
}

/** Encrypts a value, as the caller. */
export async function sealValue(
  context: Context,
  version: { readonly arn: string; readonly versionId: string; readonly keyId: string },
  { kind, bytes }: SecretValue,
): Promise<ValueRecord> {
  const { keyId } = version;
  try {
    const sealed = await seal(context.aws, context.random, { keyId, context: encryptionContext(version), bytes });
    return { v: 1, kind, sealed };
  } catch (error) {
    throw kmsFailure(error, encryptionFailure, "encrypt");
  }
}

/** Decrypts a value, as the caller. */
export async function openValue(
  context: Context,
  version: { readonly arn: string; readonly versionId: string },
  { kind, sealed }: ValueRecord,
): Promise<SecretValue> {
  try {
    return { kind, bytes: await open(context.aws, encryptionContext(version), sealed) };
  } catch (error) {
    throw kmsFailure(error, decryptionFailure, "decrypt");
  }
}

function encryptionContext({ arn, versionId }: { readonly arn: string; readonly versionId: string }) {
  return { SecretARN: arn, SecretVersionId: versionId };
}

function kmsFailure(error: unknown, failure: (message: string) => AwsError, what: string): unknown {
  if (!(error instanceof AwsError)) return error;
  if (error.code.startsWith("AccessDenied"))
    return new AwsError({ code: "AccessDeniedException", message: "Access to KMS is not allowed" });
  const state = "Check that the KMS key is available, enabled, and not in an invalid state.";
  return failure(
    `Secrets Manager can't ${what} the protected secret text using the provided KMS key. ${what === "encrypt" ? state : ""}`.trim(),
  );
}
