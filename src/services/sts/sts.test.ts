// STS through the real SDK: who the caller is, who may assume which role, and what the credentials are good for.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetUserCommand,
  IAMClient,
  ListRolesCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateQueueCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import {
  AssumeRoleCommand,
  AssumeRootCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  STSClient,
  STSServiceException,
  type AssumeRoleCommandInput,
  type Credentials,
} from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedYard, testYard, type ClientConfig, type TestAccount, type TestYard } from "../../testing/harness.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

const policy = (...statements: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (Action: string | string[], Resource = "*"): object => ({ Effect: "Allow", Action, Resource });
const trust = (Principal: unknown, extra: object = {}): string =>
  policy({
    Effect: "Allow",
    Principal,
    Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
    ...extra,
  });
const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";

async function refusal(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) return { code: error.name, message: error.message };
    throw error;
  }
  throw new Error("The call succeeded.");
}

function keysOf(credentials: Credentials | undefined): ClientConfig["credentials"] {
  return {
    accessKeyId: credentials?.AccessKeyId ?? "",
    secretAccessKey: credentials?.SecretAccessKey ?? "",
    sessionToken: credentials?.SessionToken ?? "",
  };
}

async function newRole(account: TestAccount, RoleName: string, AssumeRolePolicyDocument: string): Promise<string> {
  const iam = account.client(IAMClient);
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: ADMINISTRATOR }));
  return Role?.Arn ?? "";
}

async function newUser(
  account: TestAccount,
  UserName: string,
  ...statements: object[]
): Promise<ClientConfig["credentials"]> {
  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName }));
  if (statements.length > 0) {
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "p", PolicyDocument: policy(...statements) }));
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
}

describe("GetCallerIdentity", () => {
  it("needs no permission, and tells user and session", async () => {
    const account = yard.account();
    const ada = account.clientWith(STSClient, await newUser(account, "ada"));
    const me = await ada.send(new GetCallerIdentityCommand({}));
    expect(me).toMatchObject({ Account: account.account, Arn: `arn:aws:iam::${account.account}:user/ada` });
    expect(me.UserId).toMatch(/^AIDA[A-Z2-7]{17}$/);

    const RoleArn = await newRole(account, "worker", trust({ AWS: account.account }));
    const { Credentials, AssumedRoleUser } = await account
      .client(STSClient)
      .send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "s1" }));
    expect(Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    const session = await account.clientWith(STSClient, keysOf(Credentials)).send(new GetCallerIdentityCommand({}));
    expect(session).toMatchObject({
      Account: account.account,
      Arn: `arn:aws:sts::${account.account}:assumed-role/worker/s1`,
      UserId: AssumedRoleUser?.AssumedRoleId,
    });
  });
});

describe("AssumeRole", () => {
  const assume = (client: STSClient, input: Partial<AssumeRoleCommandInput> & { RoleArn: string }) =>
    client.send(new AssumeRoleCommand({ RoleSessionName: "session", ...input }));

  it("needs the trust policy, and the caller's policy where trust is in the account", async () => {
    const account = yard.account();
    const bare = account.clientWith(STSClient, await newUser(account, "bare"));
    const named = `arn:aws:iam::${account.account}:user/bare`;
    const byAccount = await newRole(account, "by-account", trust({ AWS: account.account }));
    const byName = await newRole(account, "by-name", trust({ AWS: named }));
    const byNobody = await newRole(account, "by-nobody", trust({ Service: "lambda.amazonaws.com" }));
    expect(await refusal(assume(bare, { RoleArn: byAccount }))).toEqual({
      code: "AccessDenied",
      message: `User: ${named} is not authorized to perform: sts:AssumeRole on resource: ${byAccount} because no identity-based policy allows the sts:AssumeRole action`,
    });
    expect((await assume(bare, { RoleArn: byName })).Credentials?.SessionToken).toBeDefined();
    expect((await refusal(assume(account.client(STSClient), { RoleArn: byNobody }))).message).toContain(
      "because no role trust policy allows the sts:AssumeRole action",
    );
    const missing = `arn:aws:iam::${account.account}:role/missing`;
    expect((await refusal(assume(account.client(STSClient), { RoleArn: missing }))).code).toBe("AccessDenied");
  });

  it("crosses accounts if both sides allow, and with the external id that is asked for", async () => {
    const [home, other] = [yard.account(), yard.account()];
    const RoleArn = await newRole(
      other,
      "visitor",
      trust({ AWS: home.account }, { Condition: { StringEquals: { "sts:ExternalId": "secret-17" } } }),
    );
    const sts = home.clientWith(STSClient, await newUser(home, "ada", allow("sts:AssumeRole", RoleArn)));
    expect((await refusal(assume(sts, { RoleArn }))).code).toBe("AccessDenied");
    expect((await refusal(assume(sts, { RoleArn, ExternalId: "secret-18" }))).code).toBe("AccessDenied");
    const { Credentials } = await assume(sts, { RoleArn, ExternalId: "secret-17" });
    const visitor = other.clientWith(IAMClient, keysOf(Credentials));
    const { Users } = await visitor.send(new ListUsersCommand({}));
    expect(Users?.map((user) => user.UserName)).toEqual(["stackyard"]);

    const stranger = home.clientWith(STSClient, await newUser(home, "eve"));
    expect((await refusal(assume(stranger, { RoleArn, ExternalId: "secret-17" }))).code).toBe("AccessDenied");
  });

  it("gives what the role may do, and the session policies as well", async () => {
    const account = yard.account();
    const sts = account.client(STSClient);
    const RoleArn = await newRole(account, "worker", trust({ AWS: account.account }));
    const limited = await assume(sts, { RoleArn, Policy: policy(allow("iam:ListUsers")) });
    expect(limited.PackedPolicySize).toBeGreaterThan(0);
    const iam = account.clientWith(IAMClient, keysOf(limited.Credentials));
    expect((await iam.send(new ListUsersCommand({}))).Users).toHaveLength(1);
    expect((await refusal(iam.send(new ListRolesCommand({})))).message).toContain(
      "because no session policy allows the iam:ListRoles action",
    );
    const byArn = await assume(sts, { RoleArn, PolicyArns: [{ arn: "arn:aws:iam::aws:policy/IAMReadOnlyAccess" }] });
    const reader = account.clientWith(IAMClient, keysOf(byArn.Credentials));
    expect((await reader.send(new ListRolesCommand({}))).Roles).toHaveLength(1);
    expect((await refusal(reader.send(new CreateUserCommand({ UserName: "x" })))).code).toBe("AccessDenied");

    await account.client(IAMClient).send(new DetachRolePolicyCommand({ RoleName: "worker", PolicyArn: ADMINISTRATOR }));
    expect((await refusal(iam.send(new ListUsersCommand({})))).message).toContain("no identity-based policy allows");
  });

  it("can be revoked by the time at which sessions were made, as the console does it", async () => {
    // AWS: "Revoke IAM role temporary security credentials": the policy AWSRevokeOlderSessions.
    const account = yard.account();
    const RoleArn = await newRole(account, "worker", trust({ AWS: account.account }));
    const { Credentials } = await assume(account.client(STSClient), { RoleArn });
    const session = account.clientWith(IAMClient, keysOf(Credentials));
    const revoke = (before: string) =>
      account.client(IAMClient).send(
        new PutRolePolicyCommand({
          RoleName: "worker",
          PolicyName: "AWSRevokeOlderSessions",
          PolicyDocument: policy({
            Effect: "Deny",
            Action: "*",
            Resource: "*",
            Condition: { DateLessThan: { "aws:TokenIssueTime": before } },
          }),
        }),
      );
    const issuedAtMs = (Credentials?.Expiration?.getTime() ?? 0) - 3_600_000;
    await revoke(new Date(issuedAtMs).toISOString());
    await session.send(new ListUsersCommand({}));
    await revoke(new Date(issuedAtMs + 1000).toISOString());
    expect((await refusal(session.send(new ListUsersCommand({})))).message).toContain(
      "with an explicit deny in an identity-based policy",
    );
  });

  it("gives nothing more once the role is gone, even to a new role of the same name", async () => {
    const account = yard.account();
    const iam = account.client(IAMClient);
    const RoleArn = await newRole(account, "worker", trust({ AWS: account.account }));
    const { Credentials } = await assume(account.client(STSClient), { RoleArn });
    const session = account.clientWith(IAMClient, keysOf(Credentials));
    await session.send(new GetRoleCommand({ RoleName: "worker" }));
    await iam.send(new DetachRolePolicyCommand({ RoleName: "worker", PolicyArn: ADMINISTRATOR }));
    await iam.send(new DeleteRoleCommand({ RoleName: "worker" }));
    await newRole(account, "worker", trust({ AWS: account.account }));
    expect((await refusal(session.send(new GetRoleCommand({ RoleName: "worker" })))).code).toBe("AccessDenied");
  });

  it("carries tags and source identity on to the next role", async () => {
    const account = yard.account();
    const sts = account.client(STSClient);
    const first = await newRole(account, "first", trust({ AWS: account.account }));
    const second = await newRole(
      account,
      "second",
      trust(
        { AWS: account.account },
        { Condition: { StringEquals: { "aws:PrincipalTag/team": "blue", "sts:SourceIdentity": "ada" } } },
      ),
    );
    expect((await refusal(assume(sts, { RoleArn: second }))).code).toBe("AccessDenied");
    const { Credentials, SourceIdentity } = await assume(sts, {
      RoleArn: first,
      Tags: [
        { Key: "team", Value: "blue" },
        // A name that every JavaScript object inherits is a tag's name like any other.
        { Key: "constructor", Value: "x" },
      ],
      TransitiveTagKeys: ["team"],
      SourceIdentity: "ada",
    });
    expect(SourceIdentity).toBe("ada");
    const chained = account.clientWith(STSClient, keysOf(Credentials));
    expect((await assume(chained, { RoleArn: second })).SourceIdentity).toBe("ada");
    expect((await refusal(assume(chained, { RoleArn: second, DurationSeconds: 3601 }))).message).toBe(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  });

  it("keeps to durations, names and sizes", async () => {
    const account = yard.account();
    const sts = account.client(STSClient);
    const RoleArn = await newRole(account, "worker", trust({ AWS: account.account }));
    expect(await refusal(assume(sts, { RoleArn, DurationSeconds: 3601 }))).toEqual({
      code: "ValidationError",
      message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    });
    expect((await refusal(assume(sts, { RoleArn, DurationSeconds: 60 }))).message).toContain(
      "Value '60' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    );
    expect((await refusal(assume(sts, { RoleArn, RoleSessionName: "a b" }))).code).toBe("ValidationError");
    expect((await refusal(assume(sts, { RoleArn, Policy: "{" }))).code).toBe("MalformedPolicyDocumentException");
    const Tags = Array.from({ length: 50 }, (_, index) => ({
      Key: `key-${index}`,
      Value: Array.from({ length: 25 }, (_unused, at) =>
        Math.sin(index * 31 + at)
          .toString(36)
          .slice(3, 13),
      ).join(""),
    }));
    expect((await refusal(assume(sts, { RoleArn, Tags }))).code).toBe("PackedPolicyTooLargeException");
  });

  it("serves services in the process", async () => {
    const account = yard.account();
    const RoleArn = await newRole(account, "worker", trust({ Service: "lambda.amazonaws.com" }));
    const call = (service: string) =>
      yard.yard.context
        .as({ kind: "service", service }, account)
        .sts.assumeRole({ RoleArn, RoleSessionName: "function", DurationSeconds: 43_200 });
    const { Credentials } = await call("lambda.amazonaws.com");
    const me = await account.clientWith(STSClient, keysOf(Credentials)).send(new GetCallerIdentityCommand({}));
    expect(me.Arn).toBe(`arn:aws:sts::${account.account}:assumed-role/worker/function`);
    await expect(call("sns.amazonaws.com")).rejects.toMatchObject({ code: "AccessDenied" });
  });
});

describe("session tokens", () => {
  it("of a user act as the user", async () => {
    const account = yard.account();
    const ada = account.clientWith(STSClient, await newUser(account, "ada", allow("sqs:ListQueues")));
    const { Credentials } = await ada.send(new GetSessionTokenCommand({}));
    await account.clientWith(SQSClient, keysOf(Credentials)).send(new ListQueuesCommand({}));
    const { Arn } = await account.clientWith(STSClient, keysOf(Credentials)).send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe(`arn:aws:iam::${account.account}:user/ada`);
    // AWS: GetSessionToken: no IAM operation without a second factor.
    const iam = account.clientWith(IAMClient, keysOf(Credentials));
    expect((await refusal(iam.send(new GetUserCommand({})))).code).toBe("InvalidClientTokenId");
    const again = account.clientWith(STSClient, keysOf(Credentials)).send(new GetSessionTokenCommand({}));
    expect(await refusal(again)).toEqual({
      code: "AccessDenied",
      message: "Cannot call GetSessionToken with session credentials",
    });
  });

  it("of a federated user allow what both the user and the session policy allow", async () => {
    const account = yard.account();
    const sts = account.clientWith(
      STSClient,
      await newUser(account, "ada", allow(["sts:GetFederationToken", "sqs:ListQueues"])),
    );
    const federate = async (Policy?: string): Promise<SQSClient> => {
      const { Credentials, FederatedUser } = await sts.send(
        new GetFederationTokenCommand({ Name: "bob", ...(Policy === undefined ? {} : { Policy }) }),
      );
      expect(FederatedUser?.Arn).toBe(`arn:aws:sts::${account.account}:federated-user/bob`);
      // AWS: GetFederationToken: its credentials call no IAM operation.
      const iam = account.clientWith(IAMClient, keysOf(Credentials));
      expect((await refusal(iam.send(new ListUsersCommand({})))).code).toBe("InvalidClientTokenId");
      return account.clientWith(SQSClient, keysOf(Credentials));
    };
    const sqs = await federate(policy(allow("sqs:*")));
    await sqs.send(new ListQueuesCommand({}));
    const refused = sqs.send(new CreateQueueCommand({ QueueName: "bob" }));
    expect((await refusal(refused)).message).toContain("no identity-based policy");
    const bare = await federate();
    expect((await refusal(bare.send(new ListQueuesCommand({})))).message).toContain("no session policy");
  });

  it("are refused if altered, and if they belong to another key", async () => {
    const account = yard.account();
    const sts = account.client(STSClient);
    const [one, two] = await Promise.all([
      sts.send(new GetSessionTokenCommand({})),
      sts.send(new GetSessionTokenCommand({})),
    ]);
    const keys = keysOf(one.Credentials);
    const token = Buffer.from(keys.sessionToken ?? "", "base64");
    token[40] = (token[40] ?? 0) ^ 1;
    for (const sessionToken of [token.toString("base64"), two.Credentials?.SessionToken ?? "", "nonsense"]) {
      const client = account.clientWith(STSClient, { ...keys, sessionToken });
      expect(await refusal(client.send(new GetCallerIdentityCommand({})))).toEqual({
        code: "InvalidClientTokenId",
        message: "The security token included in the request is invalid.",
      });
    }
  });

  it("name the account in their key, as long-term keys do", async () => {
    const account = yard.account();
    const sts = account.client(STSClient);
    const { Credentials } = await sts.send(new GetSessionTokenCommand({}));
    for (const AccessKeyId of [account.config.credentials.accessKeyId, Credentials?.AccessKeyId]) {
      const { Account } = await sts.send(new GetAccessKeyInfoCommand({ AccessKeyId }));
      expect(Account).toBe(account.account);
    }
  });
});

it("outlive a restart of the yard, as long-term keys do", async () => {
  const stateDir = mkdtempSync(join(tmpdir(), "stackyard-identity-"));
  const before = await testYard({ stateDir });
  const account = before.account();
  const RoleArn = await newRole(account, "worker", trust({ AWS: account.account }));
  const { Credentials } = await account
    .client(STSClient)
    .send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "session" }));
  await before.stop();

  const after = await testYard({ stateDir });
  for (const credentials of [keysOf(Credentials), account.config.credentials]) {
    const iam = new IAMClient({ ...account.config, endpoint: after.origin, credentials });
    expect((await iam.send(new GetRoleCommand({ RoleName: "worker" }))).Role?.Arn).toBe(RoleArn);
  }
  await after.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

describe("time", () => {
  let own: TestYard;
  beforeAll(async () => {
    own = await testYard();
  });
  afterAll(() => own.stop());

  it("end a session when its time is over", async () => {
    const account = own.account();
    const RoleArn = await newRole(account, "worker", trust({ AWS: account.account }));
    const { Credentials } = await account
      .client(STSClient)
      .send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "short", DurationSeconds: 900 }));
    await own.advance(901_000);
    // The client's clock has not moved: only the session is too old, not the signature.
    const late = account.clientWith(STSClient, keysOf(Credentials));
    expect(await refusal(late.send(new GetCallerIdentityCommand({})))).toMatchObject({
      message: "The security token included in the request is expired",
    });
  });
});

it("says what is not there", async () => {
  const root = {
    TargetPrincipal: yard.account().account,
    TaskPolicyArn: { arn: "arn:aws:iam::aws:policy/root-task/x" },
  };
  const assumed = yard.account().client(STSClient).send(new AssumeRootCommand(root));
  const error = await assumed.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(STSServiceException);
  expect(error).toMatchObject({ name: "NotImplemented", $metadata: { httpStatusCode: 501 } });
});

it("keeps the administrator's policy out of reach of users without it", async () => {
  const account = yard.account();
  const iam = account.clientWith(IAMClient, await newUser(account, "ada"));
  const attach = iam.send(new AttachUserPolicyCommand({ UserName: "ada", PolicyArn: ADMINISTRATOR }));
  expect((await refusal(attach)).code).toBe("AccessDenied");
});
