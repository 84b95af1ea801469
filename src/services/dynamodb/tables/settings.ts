// Settings that CreateTable and UpdateTable share: the stream's view, and encryption.

import { AwsError } from "../../../kernel/errors.ts";
import type { Context } from "../../../service/context.ts";
import { invalidParameter, validationError } from "../errors.ts";
import type { StreamViewType, TableRecord } from "../records.ts";

/** The view of a stream that is to be; undefined for none. */
export function parseStreamViewType(
  specification: { readonly StreamEnabled: boolean; readonly StreamViewType?: StreamViewType } | undefined,
): StreamViewType | undefined {
  if (specification === undefined) return undefined;
  const { StreamEnabled: isEnabled, StreamViewType: viewType } = specification;
  if (isEnabled && viewType === undefined)
    throw invalidParameter("StreamViewType must be specified when StreamEnabled is true");
  if (!isEnabled && viewType !== undefined)
    throw invalidParameter("StreamViewType must not be specified when StreamEnabled is false");
  return viewType;
}

/** The key that AWS manages for an account's tables. */
const MANAGED_KEY = "alias/aws/dynamodb";

/**
 * The encryption that was asked for, with the ARN of its key. The key must be there and of the right kind, which is asked
 * of KMS as the caller (Developer Guide, "DynamoDB encryption at rest": kms:DescribeKey). Kept and shown, not enforced:
 * everything is on the disk of one machine, and the table's data is not encrypted by itself.
 */
export async function encryptionOf(
  context: Context,
  specification: { readonly Enabled?: boolean; readonly KMSMasterKeyId?: string },
): Promise<TableRecord["encryption"]> {
  if (specification.Enabled !== true) {
    if (specification.KMSMasterKeyId !== undefined)
      throw invalidParameter("KMSMasterKeyId can only be specified when SSE is enabled");
    return undefined;
  }
  const { KMSMasterKeyId: KeyId = MANAGED_KEY } = specification;
  const key = await describeKey(context, KeyId);
  if (key?.Arn === undefined || key.KeyState !== "Enabled" || key.KeySpec !== "SYMMETRIC_DEFAULT")
    throw validationError(`KMS key ${KeyId} must be an enabled symmetric encryption key`);
  return { type: "KMS", keyArn: key.Arn };
}

async function describeKey(context: Context, KeyId: string) {
  try {
    return (await context.aws.kms.describeKey({ KeyId })).KeyMetadata;
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "NotFoundException") throw error;
    throw validationError(`KMS key could not be found: ${error.message}`);
  }
}
