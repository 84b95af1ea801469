// The input of a schedule under a customer's KMS key: encrypted in the store with a data key that only KMS can open. Whoever makes or reads
// the schedule must be allowed to use the key, and so must its execution role.
// AWS: "Data encryption at rest for EventBridge Scheduler".

import { createCipheriv, createDecipheriv } from "node:crypto";
import { invariant } from "../../kernel/errors.ts";
import type { AwsApis } from "../../service/apis.ts";
import type { Random } from "../../kernel/random.ts";
import type { SealedInput } from "./records.ts";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts a text under the key, as the caller. */
export async function sealInput(
  aws: AwsApis,
  random: Random,
  { kmsKeyArn, scheduleArn, text }: { kmsKeyArn: string; scheduleArn: string; text: string },
): Promise<SealedInput> {
  const { Plaintext, CiphertextBlob } = await aws.kms.generateDataKey({
    KeyId: kmsKeyArn,
    KeySpec: "AES_256",
    EncryptionContext: contextOf(scheduleArn),
  });
  invariant(Plaintext !== undefined && CiphertextBlob !== undefined, "GenerateDataKey gave no key.");
  const nonce = random.bytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", Plaintext, nonce);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return { dataKey: CiphertextBlob, nonce, text: sealed };
}

/** Decrypts it, as whoever `aws` calls for. */
export async function openInput(aws: AwsApis, scheduleArn: string, sealed: SealedInput): Promise<string> {
  const { Plaintext } = await aws.kms.decrypt({
    CiphertextBlob: sealed.dataKey,
    EncryptionContext: contextOf(scheduleArn),
  });
  invariant(Plaintext !== undefined, "Decrypt gave no key.");
  const decipher = createDecipheriv("aes-256-gcm", Plaintext, sealed.nonce);
  decipher.setAuthTag(sealed.text.subarray(-TAG_BYTES));
  const text = Buffer.concat([decipher.update(sealed.text.subarray(0, -TAG_BYTES)), decipher.final()]);
  return text.toString("utf8");
}

function contextOf(scheduleArn: string): Record<string, string> {
  return { "aws:scheduler:schedule:arn": scheduleArn };
}
