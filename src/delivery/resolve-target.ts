// Turns an environment of the configuration into a target: an account that exists, credentials that work for it.

import { OperatorError } from "../kernel/errors.ts";
import type { ControlClient } from "./control-client.ts";
import type { Environment, System } from "./system.ts";
import { clientConfig, FAST_POLLING, PATIENT_POLLING } from "./target.ts";
import type { Target } from "./target.ts";

/** The name of a system's account for an environment in the embedded cloud. */
export function accountNameOf(system: Pick<System, "name">, environment: Environment): string {
  return environment.account ?? `${system.name}-${environment.name}`;
}

/** The target of a local environment; its account is created if there is none. */
export async function resolveLocalTarget(
  system: Pick<System, "name">,
  environment: Environment,
  origin: string,
  control: ControlClient,
): Promise<Target> {
  const account = await control.ensureAccount(accountNameOf(system, environment));
  return {
    kind: "local",
    region: environment.region ?? account.region,
    account: account.account,
    endpoint: origin,
    credentials: { accessKeyId: account.accessKeyId, secretAccessKey: account.secretAccessKey },
    polling: FAST_POLLING,
  };
}

/**
 * The target of an environment on AWS, with the credentials that the SDK finds. Throws ERR_WRONG_ACCOUNT if they belong to
 * another account than the environment names, and ERR_NO_CREDENTIALS if there are none.
 */
export async function resolveAwsTarget(environment: Environment): Promise<Target> {
  const { STSClient, GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
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
