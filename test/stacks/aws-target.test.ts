// Environments on AWS, tried against the embedded cloud's STS: which credentials are taken, and whose account that is.

import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, expect, test } from "vitest";
import { resolveAwsTarget } from "../../src/delivery/cloud/resolve-aws-target.ts";
import { clientConfig } from "../../src/delivery/cloud/target.ts";
import type { Environment } from "../../src/delivery/system/system.ts";
import { sharedYard } from "../../src/testing/harness.ts";
import type { TestAccount } from "../../src/testing/harness.ts";

const ENVIRONMENT: Environment = { name: "prod", target: "aws", region: "eu-central-1" };

async function twoAccounts(): Promise<{ deployer: TestAccount; production: TestAccount; role: string }> {
  const yard = await sharedYard();
  const [deployer, production] = [yard.account(), yard.account()];
  const { Role } = await production.client(IAMClient).send(
    new CreateRoleCommand({
      RoleName: "deploy",
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${deployer.account}:root` },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": "our-pipeline" } },
        },
      }),
    }),
  );
  return { deployer, production, role: Role?.Arn ?? "" };
}

describe("an environment on AWS", () => {
  // Goal: a role of another account is assumed with the external id that its trust policy asks for, once for all clients, and the account is
  // the role's. Method: two accounts, two clients of the target.
  test("assumes its role", async () => {
    const { deployer, production, role } = await twoAccounts();
    const { endpoint, credentials } = deployer.config;
    const environment: Environment = {
      ...ENVIRONMENT,
      account: production.account,
      role: { arn: role, externalId: "our-pipeline", sessionName: "release-7" },
    };
    const target = await resolveAwsTarget(environment, { endpoint, credentials });
    expect(target).toMatchObject({ kind: "aws", account: production.account, region: "eu-central-1" });
    const { Arn } = await new STSClient(clientConfig(target)).send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe(`arn:aws:sts::${production.account}:assumed-role/deploy/release-7`);
    const [one, two] = [await target.provider?.(), await target.provider?.()];
    expect(one?.accessKeyId).toMatch(/^ASIA/);
    expect(two).toBe(one);
  });

  // Goal: what the cloud refuses is an operator error with a next step. Method: the external id left out.
  test("says that a role cannot be assumed", async () => {
    const { deployer, role } = await twoAccounts();
    const { endpoint, credentials } = deployer.config;
    await expect(resolveAwsTarget({ ...ENVIRONMENT, role }, { endpoint, credentials })).rejects.toMatchObject({
      code: "ERR_NO_CREDENTIALS",
      message: expect.stringContaining("sts:AssumeRole"),
      hints: [expect.stringContaining(role)],
    });
  });

  // Goal: nothing is deployed to an account that was not meant. Method: another one's credentials.
  test("refuses the wrong account", async () => {
    const { deployer, production } = await twoAccounts();
    const { endpoint, credentials } = deployer.config;
    await expect(
      resolveAwsTarget({ ...ENVIRONMENT, account: production.account }, { endpoint, credentials }),
    ).rejects.toMatchObject({ code: "ERR_WRONG_ACCOUNT", message: expect.stringContaining(deployer.account) });
  });
});
