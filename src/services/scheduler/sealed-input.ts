// The input of a schedule under a customer's KMS key. Whoever makes or reads the schedule must be allowed to use the key, and so must
// its execution role. AWS: "Data encryption at rest for EventBridge Scheduler".

import type { Random } from "../../kernel/random.ts";
import type { AwsApis } from "../../service/apis.ts";
import { open, seal } from "../../service/envelope.ts";
import type { SealedInput } from "./records.ts";

/** Encrypts a text under the key, as the caller. */
export async function sealInput(
  aws: AwsApis,
  random: Random,
  { kmsKeyArn, scheduleArn, text }: { kmsKeyArn: string; scheduleArn: string; text: string },
): Promise<SealedInput> {
  const context = contextOf(scheduleArn);
  const { dataKey, nonce, bytes } = await seal(aws, random, { keyId: kmsKeyArn, context, bytes: Buffer.from(text) });
  return { dataKey, nonce, text: bytes };
}

/** Decrypts it, as whoever `aws` calls for. */
export async function openInput(aws: AwsApis, scheduleArn: string, sealed: SealedInput): Promise<string> {
  const { dataKey, nonce, text } = sealed;
  return (await open(aws, contextOf(scheduleArn), { dataKey, nonce, bytes: text })).toString("utf8");
}

function contextOf(scheduleArn: string): Record<string, string> {
  return { "aws:scheduler:schedule:arn": scheduleArn };
}
