// Turns an environment on AWS into a target: whose credentials these are, and whether that is the account that was meant.

import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { OperatorError } from "../../kernel/errors.ts";
import type { Environment } from "../system/system.ts";
import { clientConfig, PATIENT_POLLING } from "./target.ts";
import type { Target } from "./target.ts";

/**
 * The target of an environment on AWS, with the credentials that the SDK finds. Throws ERR_WRONG_ACCOUNT if they belong to
 * another account than the environment names, and ERR_NO_CREDENTIALS if there are none.
 */
export async function resolveAwsTarget(environment: Environment): Promise<Target> {
  const region = environment.region ?? "us-east-1";
  const client = new STSClient(clientConfig({ region, endpoint: undefined, credentials: undefined }));
  try {
    const { Account = "" } = await client.send(new GetCallerIdentityCommand({}));
    if (environment.account !== undefined && environment.account !== Account) {
      throw new OperatorError({
        code: "ERR_WRONG_ACCOUNT",
        message: `Environment "${environment.name}" is account ${environment.account}, but the credentials belong to account ${Account}.`,
        hints: ["Choose the credentials: export AWS_PROFILE=...", "aws sts get-caller-identity"],
      });
    }
    return {
      kind: "aws",
      region,
      account: Account,
      endpoint: undefined,
      credentials: undefined,
      polling: PATIENT_POLLING,
    };
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError({
      code: "ERR_NO_CREDENTIALS",
      message: `AWS does not accept the credentials for environment "${environment.name}": ${error instanceof Error ? error.message : String(error)}`,
      hints: ["Choose the credentials: export AWS_PROFILE=...", "aws sts get-caller-identity"],
      cause: error,
    });
  } finally {
    client.destroy();
  }
}
