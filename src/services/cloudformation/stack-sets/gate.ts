// Account gates. AWS: "Configuring a target account gate": a function of that name in the target account and region says whether an operation goes on
// there; without it, or without the right to invoke it, the operation does.

import type { AccountGateResult } from "@aws-sdk/client-cloudformation";
import { AwsError } from "../../../kernel/errors.ts";
import type { AwsApis } from "../../../service/apis.ts";
import { formatArn } from "../../../kernel/arns.ts";
import { isRecord } from "../template/values.ts";

const FUNCTION_NAME = "AWSCloudFormationStackSetAccountGate";

/** Asks the gate as the execution role. */
export async function askGate(aws: AwsApis, account: string, region: string): Promise<AccountGateResult> {
  try {
    const { Payload, FunctionError } = await aws.lambda.invoke({
      FunctionName: FUNCTION_NAME,
      Payload: Buffer.from("{}"),
    });
    const answer: unknown = FunctionError === undefined ? parse(Payload) : undefined;
    if (isRecord(answer) && answer["Status"] === "SUCCEEDED") return { Status: "SUCCEEDED" };
    // The wording is inferred.
    return { Status: "FAILED", StatusReason: `${FUNCTION_NAME} function returned ${FunctionError ?? "FAILED"}` };
  } catch (error) {
    if (!(error instanceof AwsError) || error.status >= 500) throw error;
    const functionArn = formatArn("lambda", region, account, `function:${FUNCTION_NAME}`);
    // AWS: as the CLI's examples show it; for a missing permission the wording is inferred.
    const reason =
      error.code === "ResourceNotFoundException"
        ? `Function not found: ${functionArn}`
        : `Not invoked: ${error.message}`;
    return { Status: "SKIPPED", StatusReason: reason };
  }
}

function parse(payload: unknown): unknown {
  try {
    return JSON.parse(payload instanceof Uint8Array ? Buffer.from(payload).toString() : String(payload));
  } catch {
    return undefined;
  }
}
