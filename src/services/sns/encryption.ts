// Encrypted topics: whoever publishes must be allowed to use the topic's key. AWS: "Encrypting messages published to Amazon SNS with AWS KMS":
// publishers need kms:GenerateDataKey* and kms:Decrypt.
//
// DEVIATION: the messages themselves are not encrypted on the way; on this machine they rest where everything else does.

import { AwsError } from "../../kernel/errors.ts";
import type { Context } from "../../service/context.ts";
import type { TopicAddress } from "./topic.ts";

/** Throws SNS's error for what KMS refuses. `keyId` is the topic's KmsMasterKeyId. */
export async function requireKeyUse(
  context: Context,
  { scope, topicName }: TopicAddress,
  keyId: string,
): Promise<void> {
  // Aliases are those of the topic's account.
  const { kms } = context.as(context.principal, scope);
  const EncryptionContext = { "aws:sns:topicArn": `arn:aws:sns:${scope.region}:${scope.account}:${topicName}` };
  try {
    const { CiphertextBlob } = await kms.generateDataKey({ KeyId: keyId, KeySpec: "AES_256", EncryptionContext });
    await kms.decrypt({ CiphertextBlob, EncryptionContext });
  } catch (error) {
    const code = error instanceof AwsError ? CODES[error.code] : undefined;
    if (!(error instanceof AwsError) || code === undefined) throw error;
    throw new AwsError({ code, message: error.message, cause: error });
  }
}

// AWS: Publish, Errors.
const CODES: Readonly<Record<string, string>> = {
  AccessDeniedException: "KMSAccessDeniedException",
  DisabledException: "KMSDisabledException",
  KMSInvalidStateException: "KMSInvalidStateException",
  NotFoundException: "KMSNotFoundException",
  ThrottlingException: "KMSThrottlingException",
};
