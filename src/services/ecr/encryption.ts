// The key with which a repository's images would be encrypted. AWS: "Encryption at rest" of the user guide: who makes the repository needs
// kms:DescribeKey and kms:CreateGrant on the key.

import { AwsError } from "../../kernel/errors.ts";
import type { Context } from "../../service/context.ts";
import { invalidParameter, kmsError } from "./errors.ts";
import type { RepositoryRecord } from "./records.ts";

const MANAGED_KEY = "alias/aws/ecr";

/** What a record keeps; the key is looked up in the caller's name. Throws KmsException and InvalidParameterException. */
export async function readEncryption(
  context: Context,
  given: { readonly encryptionType?: string; readonly kmsKey?: string } | undefined,
): Promise<RepositoryRecord["encryption"]> {
  const { encryptionType = "AES256", kmsKey } = given ?? {};
  if (encryptionType === "AES256") {
    if (kmsKey !== undefined) throw invalidParameter("kmsKey", "cannot be given with the encryption type AES256");
    return { encryptionType };
  }
  try {
    const { KeyMetadata: key } = await context.aws.kms.describeKey({ KeyId: kmsKey ?? MANAGED_KEY });
    if (key?.Enabled !== true || key.KeySpec !== "SYMMETRIC_DEFAULT")
      throw new AwsError({ code: "InvalidKey", message: `The key ${key?.Arn ?? ""} is not enabled or not symmetric.` });
    return { encryptionType: encryptionType as "KMS" | "KMS_DSSE", kmsKey: String(key.Arn) };
  } catch (error) {
    if (error instanceof AwsError) throw kmsError(error);
    throw error;
  }
}
