// SecureString values: encrypted by whoever writes them, decrypted by whoever reads them with decryption.
// AWS: "AWS Systems Manager Parameter Store SecureString encryption": standard parameters lie under the KMS key itself, advanced ones under a data key of
// it; the encryption context is the parameter's ARN.

import { AwsError } from "../../kernel/errors.ts";
import type { Context } from "../../service/context.ts";
import { open, seal } from "../../service/envelope.ts";
import { invalidKeyId } from "./errors.ts";
import { parameterArn } from "./name.ts";
import type { ParameterVersionRecord, SecureValue, Tier } from "./records.ts";

/** The key of parameters that name none. */
export const MANAGED_KEY = "alias/aws/ssm";

/** Encrypts the value of a parameter, as the caller; throws InvalidKeyId for a key that cannot be used. */
export function sealText(
  context: Context,
  { name, tier, keyId }: { readonly name: string; readonly tier: Tier; readonly keyId: string },
  text: string,
): Promise<SecureValue> {
  return asKms(async () => {
    const encryptionContext = contextOf(context, name);
    const bytes = Buffer.from(text);
    if (tier === "Advanced")
      return { sealed: await seal(context.aws, context.random, { keyId, context: encryptionContext, bytes }) };
    const { CiphertextBlob } = await context.aws.kms.encrypt({
      KeyId: keyId,
      Plaintext: bytes,
      EncryptionContext: encryptionContext,
    });
    return { ciphertext: CiphertextBlob ?? new Uint8Array() };
  });
}

/** A version with its value in the clear, as the caller, where it is a SecureString; any other as it is. */
export async function decrypted<T extends ParameterVersionRecord>(context: Context, record: T): Promise<T> {
  const { secure } = record;
  if (secure === undefined) return record;
  const encryptionContext = contextOf(context, record.name);
  const bytes = await asKms(async () => {
    if ("sealed" in secure) return open(context.aws, encryptionContext, secure.sealed);
    const { Plaintext = new Uint8Array() } = await context.aws.kms.decrypt({
      CiphertextBlob: secure.ciphertext,
      EncryptionContext: encryptionContext,
    });
    return Plaintext;
  });
  return { ...record, value: Buffer.from(bytes).toString("utf8") };
}

/** What is shown of a value to those who do not ask for its decryption. */
export function shownCiphertext(secure: SecureValue): string {
  return Buffer.from("sealed" in secure ? secure.sealed.bytes : secure.ciphertext).toString("base64");
}

function contextOf(context: Context, name: string): Record<string, string> {
  return { PARAMETER_ARN: parameterArn(context, name) };
}

async function asKms<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code.startsWith("AccessDenied")) throw error;
    throw invalidKeyId(error.message);
  }
}
