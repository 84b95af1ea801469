// Turns an environment on AWS into a target: whose credentials these are, the role that is assumed with them, and whether that is the
// account that was meant.

import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { createClock } from "../../kernel/clock.ts";
import type { Clock } from "../../kernel/clock.ts";
import { OperatorError } from "../../kernel/errors.ts";
import type { RoleConfig } from "../system/define-system.ts";
import type { Environment } from "../system/system.ts";
import { clientConfig, PATIENT_POLLING } from "./target.ts";
import type { CredentialProvider, Target, TemporaryCredentials } from "./target.ts";

/** Where STS is and whose credentials it is asked with, where they are not AWS's and the shell's: for tests. */
export type StsConnection = Partial<Pick<Target, "endpoint" | "credentials">> & { readonly clock?: Clock };

// Credentials that end within this time are replaced: a call that is signed with them may take that long.
const RENEWED_BEFORE_MS = 5 * 60_000;

/**
 * The target of an environment on AWS, with the credentials that the SDK finds, those of the environment's profile, or of its role.
 * Throws ERR_WRONG_ACCOUNT if they belong to another account than the environment names, and ERR_NO_CREDENTIALS if there are none or the
 * role cannot be assumed.
 */
export async function resolveAwsTarget(environment: Environment, connection: StsConnection = {}): Promise<Target> {
  const { profile, name } = environment;
  const role = typeof environment.role === "string" ? { arn: environment.role } : environment.role;
  const base: Target = {
    kind: "aws",
    region: environment.region ?? "us-east-1",
    account: "",
    endpoint: connection.endpoint,
    credentials: connection.credentials,
    ...(profile === undefined ? {} : { profile }),
    polling: PATIENT_POLLING,
  };
  const target: Target =
    role === undefined
      ? base
      : {
          ...base,
          credentials: undefined,
          provider: assumeRole(base, role, connection.clock ?? createClock({ mode: "wall" })),
        };
  const client = new STSClient(clientConfig(target));
  try {
    const { Account = "" } = await client.send(new GetCallerIdentityCommand({}));
    if (environment.account !== undefined && environment.account !== Account) {
      throw new OperatorError({
        code: "ERR_WRONG_ACCOUNT",
        message: `Environment "${name}" is account ${environment.account}, but the credentials belong to account ${Account}.`,
        hints: hintsFor(environment),
      });
    }
    return { ...target, account: Account };
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError({
      code: "ERR_NO_CREDENTIALS",
      message: `AWS does not accept the credentials for environment "${name}": ${error instanceof Error ? error.message : String(error)}`,
      hints: hintsFor(environment),
      cause: error,
    });
  } finally {
    client.destroy();
  }
}

// Shared by all clients of the target, so that the role is assumed once and not once a client.
function assumeRole(base: Target, role: RoleConfig, clock: Clock): CredentialProvider {
  let current: Promise<TemporaryCredentials> | undefined;
  let endsAtMs = 0;
  return () => {
    if (current === undefined || clock.nowMs() > endsAtMs - RENEWED_BEFORE_MS) {
      endsAtMs = Number.POSITIVE_INFINITY;
      current = fetchCredentials(base, role).then((credentials) => {
        endsAtMs = credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
        return credentials;
      });
      // A failure is not remembered: the next call asks again.
      current.catch(() => (current = undefined));
    }
    return current;
  };
}

async function fetchCredentials(base: Target, role: RoleConfig): Promise<TemporaryCredentials> {
  const client = new STSClient(clientConfig(base));
  try {
    const { Credentials } = await client.send(
      new AssumeRoleCommand({
        RoleArn: role.arn,
        RoleSessionName: role.sessionName ?? "stackyard",
        ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
      }),
    );
    return {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
      ...(Credentials?.Expiration === undefined ? {} : { expiration: Credentials.Expiration }),
    };
  } finally {
    client.destroy();
  }
}

function hintsFor({ profile, role }: Environment): readonly string[] {
  const from = profile === undefined ? "" : ` --profile ${profile}`;
  const who = `aws sts get-caller-identity${from}`;
  if (role !== undefined)
    return [`${who}   # this must be allowed to assume ${typeof role === "string" ? role : role.arn}`];
  return profile === undefined
    ? ["Choose the credentials: export AWS_PROFILE=...", who]
    : [`aws configure${from}`, who];
}
