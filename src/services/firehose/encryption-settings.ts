// Which key a request asks for. Pure. The wordings are recorded (the rules of cdk-preflight, September 2026).

import type { DeliveryStreamEncryptionConfigurationInput } from "@aws-sdk/client-firehose";
import { parseArn } from "../../kernel/arns.ts";
import type { Scope } from "../../service/context.ts";
import { invalidArgument } from "./errors.ts";
import type { EncryptionRecord } from "./records.ts";

/** The key; undefined where none is asked for. Throws InvalidArgumentException. */
export function readEncryption(
  { region }: Pick<Scope, "region">,
  input: DeliveryStreamEncryptionConfigurationInput | undefined,
): Pick<EncryptionRecord, "keyArn" | "keyType"> | undefined {
  if (input?.KeyType === undefined) return undefined;
  const { KeyType: keyType, KeyARN: keyArn } = input;
  if (keyType === "AWS_OWNED_CMK") {
    if (keyArn !== undefined) throw invalidArgument("KeyARN cannot be specified when KeyType is AWS_OWNED_CMK");
    return { keyType };
  }
  // AWS: inferred, likewise.
  if (keyArn === undefined) throw invalidArgument("KeyARN must be specified when KeyType is CUSTOMER_MANAGED_CMK");
  if (parseArn(keyArn)?.region !== region)
    throw invalidArgument(
      "Cross-region keys are not allowed for SSE. Please provide CMKs in the same region as firehose",
    );
  return { keyType, keyArn };
}
