// Goal: identity pools are what they are to the AWS CLI. Method: every operation that is served, called by the CLI's own code against a
// yard in this process; what is served and was not called fails the last test.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

if (!hasAwsCli)
  test("the AWS CLI is not installed: identity pools are not tried with it", () => expect(hasAwsCli).toBe(false));

describe.runIf(hasAwsCli)("the AWS CLI calls identity pools", () => {
  let cli: AwsCli;
  let aws: AwsCli["aws"];
  let poolId: string;
  let pool: readonly string[];

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
    const open = ["--allow-unauthenticated-identities", "--allow-classic-flow"];
    const own = ["--developer-provider-name", "login.app"];
    const made = ["--identity-pool-name", "app", ...open, ...own, "--query", "IdentityPoolId"];
    poolId = await aws<string>`cognito-identity create-identity-pool ${made}`;
    pool = ["--identity-pool-id", poolId];
  });
  afterAll(() => cli.stop());

  test("for pools, roles, tags and maps of claims", async () => {
    expect(
      await aws`cognito-identity list-identity-pools --max-results 5 --query IdentityPools[].IdentityPoolId`,
    ).toEqual([poolId]);
    const settings = ["--identity-pool-name", "shop", "--allow-unauthenticated-identities", "--allow-classic-flow"];
    const own = ["--developer-provider-name", "login.app"];
    await aws`cognito-identity update-identity-pool ${pool} ${settings} ${own}`;
    expect(await aws`cognito-identity describe-identity-pool ${pool} --query IdentityPoolName`).toBe("shop");
    const { account, region } = cli.account;
    const arn = ["--resource-arn", `arn:aws:cognito-identity:${region}:${account}:identitypool/${poolId}`];
    await aws`cognito-identity tag-resource ${arn} --tags a=1,b=2`;
    await aws`cognito-identity untag-resource ${arn} --tag-keys a`;
    expect(await aws`cognito-identity list-tags-for-resource ${arn} --query Tags`).toEqual({ b: "2" });
    const provider = ["--identity-provider-name", "accounts.google.com"];
    await aws`cognito-identity set-principal-tag-attribute-map ${pool} ${provider} --use-defaults`;
    const query = ["--query", "PrincipalTags"];
    expect(await aws`cognito-identity get-principal-tag-attribute-map ${pool} ${provider} ${query}`).toEqual({
      client: "aud",
      username: "sub",
    });
  });

  test("for guests and their credentials", async () => {
    const Statement = {
      Effect: "Allow",
      Principal: { Federated: "cognito-identity.amazonaws.com" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: { "cognito-identity.amazonaws.com:aud": poolId } },
    };
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [Statement] });
    const role = ["--role-name", "guests", "--assume-role-policy-document", trust, "--query", "Role.Arn"];
    const roleArn = await aws<string>`iam create-role ${role}`;
    await aws`cognito-identity set-identity-pool-roles ${pool} --roles ${`unauthenticated=${roleArn}`}`;
    expect(await aws`cognito-identity get-identity-pool-roles ${pool} --query Roles`).toEqual({
      unauthenticated: roleArn,
    });
    const id = await aws<string>`cognito-identity get-id ${pool} --query IdentityId`;
    const identity = ["--identity-id", id];
    expect(await aws`cognito-identity get-credentials-for-identity ${identity} --query IdentityId`).toBe(id);
    expect(await aws`cognito-identity get-open-id-token ${identity} --query Token`).toEqual(expect.any(String));
    expect(await aws`cognito-identity describe-identity ${identity} --query IdentityId`).toBe(id);
    expect(await aws`cognito-identity list-identities ${pool} --max-results 9 --query Identities[].IdentityId`).toEqual(
      [id],
    );
    await aws`cognito-identity delete-identities --identity-ids-to-delete ${id}`;
    await expect(aws`cognito-identity describe-identity ${identity}`).rejects.toThrow("ResourceNotFoundException");
  });

  test("for users of another directory", async () => {
    const token = (user: string) =>
      aws<{
        IdentityId: string;
        Token: string;
      }>`cognito-identity get-open-id-token-for-developer-identity ${pool} --logins ${`login.app=${user}`}`;
    const { IdentityId: id } = await token("ann");
    await token("bob");
    const provider = ["--developer-provider-name", "login.app"];
    const users = ["--source-user-identifier", "bob", "--destination-user-identifier", "ann"];
    expect(await aws`cognito-identity merge-developer-identities ${pool} ${provider} ${users} --query IdentityId`).toBe(
      id,
    );
    const found = ["--developer-user-identifier", "bob", "--query", "DeveloperUserIdentifierList"];
    expect(await aws`cognito-identity lookup-developer-identity ${pool} ${found}`).toEqual(["ann", "bob"]);
    const identity = ["--identity-id", id];
    const { Token } = await token("ann");
    const logins = ["--logins", `cognito-identity.amazonaws.com=${Token}`, "--logins-to-remove", "accounts.google.com"];
    await aws`cognito-identity unlink-identity ${identity} ${logins}`;
    const user = ["--developer-user-identifier", "bob"];
    await aws`cognito-identity unlink-developer-identity ${identity} ${pool} ${provider} ${user}`;
  });

  test("for every operation that is served", async () => {
    await aws`cognito-identity delete-identity-pool ${pool}`;
    await expect(aws`cognito-identity describe-identity-pool ${pool}`).rejects.toThrow("ResourceNotFoundException");
    expect(cli.uncalled("cognito-identity")).toEqual([]);
  });
});
