// IAM's resource types through CloudFormation: made, changed and deleted by stacks, and looked at through IAM.

import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  type Stack,
} from "@aws-sdk/client-cloudformation";
import {
  GetGroupCommand,
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListGroupsCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListUsersCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { beforeAll, describe, expect, it } from "vitest";
import { sharedYard, type TestAccount, type TestYard } from "../../testing/harness.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

const allow = (Action: string): object => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action, Resource: "*" }],
});
const TRUST = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
const BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
const XRAY = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess";

type Resources = Record<string, { Type: string; Properties: object; DependsOn?: string }>;
type Outputs = Record<string, { Value: unknown }>;

/** Creates or updates the account's stack "s" and gives it when all its work is done. */
async function deploy(
  account: TestAccount,
  how: "create" | "update",
  template: { Resources: Resources; Outputs?: Outputs },
): Promise<Stack> {
  const cloudFormation = account.client(CloudFormationClient);
  const input = {
    StackName: "s",
    TemplateBody: JSON.stringify(template),
    Capabilities: ["CAPABILITY_NAMED_IAM" as const],
  };
  await cloudFormation.send(how === "create" ? new CreateStackCommand(input) : new UpdateStackCommand(input));
  await yard.yard.context.jobs.settled();
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: "s" }));
  const stack = Stacks?.[0];
  if (stack === undefined) throw new Error("The stack is not there.");
  if (stack.StackStatus !== `${how.toUpperCase()}_COMPLETE`) {
    const { StackEvents = [] } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: "s" }));
    const reasons = StackEvents.map((event) => `${event.LogicalResourceId}: ${event.ResourceStatusReason}`);
    throw new Error(`${stack.StackStatus}\n${reasons.join("\n")}`);
  }
  return stack;
}

async function destroy(account: TestAccount): Promise<void> {
  await account.client(CloudFormationClient).send(new DeleteStackCommand({ StackName: "s" }));
  await yard.yard.context.jobs.settled();
}

const outputOf = (stack: Stack, key: string): string =>
  stack.Outputs?.find((output) => output.OutputKey === key)?.OutputValue ?? "";

describe("AWS::IAM::Role", () => {
  const role = (properties: object): Resources => ({
    Worker: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: TRUST, ...properties } },
  });

  it("is made with its policies, changed in place, and deleted", async () => {
    const account = yard.account();
    const iam = account.client(IAMClient);
    const stack = await deploy(account, "create", {
      Resources: role({
        Path: "/app/",
        Policies: [
          { PolicyName: "read", PolicyDocument: allow("s3:GetObject") },
          { PolicyName: "write", PolicyDocument: allow("s3:PutObject") },
        ],
        ManagedPolicyArns: [BASIC],
        MaxSessionDuration: "7200",
        Tags: [{ Key: "team", Value: "blue" }],
      }),
      Outputs: {
        Name: { Value: { Ref: "Worker" } },
        Arn: { Value: { "Fn::GetAtt": ["Worker", "Arn"] } },
        Id: { Value: { "Fn::GetAtt": ["Worker", "RoleId"] } },
      },
    });
    const RoleName = outputOf(stack, "Name");
    expect(RoleName).toMatch(/^s-Worker-[A-Za-z0-9]+$/);
    expect(outputOf(stack, "Arn")).toBe(`arn:aws:iam::${account.account}:role/app/${RoleName}`);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    expect(Role).toMatchObject({ RoleId: outputOf(stack, "Id"), MaxSessionDuration: 7200 });
    expect(Role?.Tags).toContainEqual({ Key: "team", Value: "blue" });
    expect(Role?.Tags).toContainEqual({ Key: "aws:cloudformation:logical-id", Value: "Worker" });
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(["read", "write"]);

    await deploy(account, "update", {
      Resources: role({
        Path: "/app/",
        Description: "Works.",
        Policies: [{ PolicyName: "read", PolicyDocument: allow("s3:Get*") }],
        ManagedPolicyArns: [XRAY],
        PermissionsBoundary: "arn:aws:iam::aws:policy/PowerUserAccess",
      }),
    });
    const { Role: changed } = await iam.send(new GetRoleCommand({ RoleName }));
    expect(changed).toMatchObject({
      RoleId: Role?.RoleId,
      Description: "Works.",
      MaxSessionDuration: 3600,
      PermissionsBoundary: { PermissionsBoundaryArn: "arn:aws:iam::aws:policy/PowerUserAccess" },
    });
    expect(changed?.Tags?.map((tag) => tag.Key)).not.toContain("team");
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(["read"]);
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: "read" }));
    expect(JSON.parse(decodeURIComponent(PolicyDocument ?? ""))).toEqual(allow("s3:Get*"));
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(AttachedPolicies?.map((policy) => policy.PolicyArn)).toEqual([XRAY]);

    await destroy(account);
    expect((await iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
  });

  it("is rolled back as a whole when a policy of it is refused", async () => {
    const account = yard.account();
    const broken = role({ Policies: [{ PolicyName: "p", PolicyDocument: { Version: "2012-10-17" } }] });
    await expect(deploy(account, "create", { Resources: broken })).rejects.toThrow(
      /ROLLBACK_COMPLETE[^]*Syntax errors in policy\./,
    );
    expect((await account.client(IAMClient).send(new ListRolesCommand({}))).Roles).toEqual([]);
  });

  it("does not take over a role that somebody else made", async () => {
    const account = yard.account();
    await deploy(account, "create", { Resources: role({ RoleName: "named" }) });
    const cloudFormation = account.client(CloudFormationClient);
    const second = {
      StackName: "second",
      TemplateBody: JSON.stringify({ Resources: role({ RoleName: "named" }) }),
      Capabilities: ["CAPABILITY_NAMED_IAM" as const],
    };
    await cloudFormation.send(new CreateStackCommand(second));
    await yard.yard.context.jobs.settled();
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: "second" }));
    expect(Stacks?.[0]?.StackStatus).toBe("ROLLBACK_COMPLETE");
    expect((await account.client(IAMClient).send(new ListRolesCommand({}))).Roles).toHaveLength(1);
  });
});

describe("all other types", () => {
  const resources = (action: string, more: Resources = {}): Resources => ({
    Worker: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: TRUST, RoleName: "worker" } },
    Ada: {
      Type: "AWS::IAM::User",
      Properties: {
        UserName: "ada",
        Path: "/people/",
        Policies: [{ PolicyName: "own", PolicyDocument: allow("s3:List*") }],
      },
    },
    Readers: { Type: "AWS::IAM::Group", Properties: { GroupName: "readers", ManagedPolicyArns: [XRAY] } },
    Members: {
      Type: "AWS::IAM::UserToGroupAddition",
      Properties: { GroupName: { Ref: "Readers" }, Users: [{ Ref: "Ada" }] },
    },
    Inline: {
      Type: "AWS::IAM::Policy",
      Properties: {
        PolicyName: "inline",
        PolicyDocument: allow(action),
        Roles: [{ Ref: "Worker" }],
        Groups: [{ Ref: "Readers" }],
      },
    },
    Managed: {
      Type: "AWS::IAM::ManagedPolicy",
      Properties: { ManagedPolicyName: "managed", PolicyDocument: allow(action), Roles: [{ Ref: "Worker" }] },
    },
    One: {
      Type: "AWS::IAM::RolePolicy",
      Properties: { PolicyName: "one", RoleName: { Ref: "Worker" }, PolicyDocument: allow(action) },
    },
    Key: { Type: "AWS::IAM::AccessKey", Properties: { UserName: { Ref: "Ada" } } },
    Profile: { Type: "AWS::IAM::InstanceProfile", Properties: { Roles: [{ Ref: "Worker" }] } },
    ...more,
  });
  const outputs: Outputs = {
    KeyId: { Value: { Ref: "Key" } },
    Secret: { Value: { "Fn::GetAtt": ["Key", "SecretAccessKey"] } },
    PolicyArn: { Value: { Ref: "Managed" } },
    ProfileName: { Value: { Ref: "Profile" } },
  };

  it("keep what was shown once: an access key's secret", async () => {
    const account = yard.account();
    const key = (Status: string): Resources => ({
      Ada: { Type: "AWS::IAM::User", Properties: {} },
      Key: { Type: "AWS::IAM::AccessKey", Properties: { UserName: { Ref: "Ada" }, Status } },
    });
    const { KeyId, Secret } = outputs;
    const template = (Status: string) => ({ Resources: key(Status), Outputs: { KeyId, Secret } as Outputs });
    const secret = outputOf(await deploy(account, "create", template("Active")), "Secret");
    expect(secret).toHaveLength(40);
    expect(outputOf(await deploy(account, "update", template("Inactive")), "Secret")).toBe(secret);
  });

  it("are made, changed and deleted together", async () => {
    const account = yard.account();
    const iam = account.client(IAMClient);
    const stack = await deploy(account, "create", { Resources: resources("s3:GetObject"), Outputs: outputs });

    const ada = account.clientWith(STSClient, {
      accessKeyId: outputOf(stack, "KeyId"),
      secretAccessKey: outputOf(stack, "Secret"),
    });
    expect((await ada.send(new GetCallerIdentityCommand({}))).Arn).toBe(
      `arn:aws:iam::${account.account}:user/people/ada`,
    );
    expect((await iam.send(new GetGroupCommand({ GroupName: "readers" }))).Users).toHaveLength(1);
    const PolicyArn = outputOf(stack, "PolicyArn");
    expect(PolicyArn).toBe(`arn:aws:iam::${account.account}:policy/managed`);
    expect((await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn }))).PolicyRoles).toHaveLength(1);
    const InstanceProfileName = outputOf(stack, "ProfileName");
    const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName }));
    expect(InstanceProfile?.Roles?.[0]?.RoleName).toBe("worker");
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName: "worker" }))).PolicyNames).toEqual([
      "inline",
      "one",
    ]);

    await deploy(account, "update", { Resources: resources("s3:PutObject"), Outputs: outputs });
    expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.DefaultVersionId).toBe("v2");
    expect((await iam.send(new ListPolicyVersionsCommand({ PolicyArn }))).Versions).toHaveLength(2);
    for (const PolicyName of ["inline", "one"]) {
      const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName: "worker", PolicyName }));
      expect(JSON.parse(decodeURIComponent(PolicyDocument ?? ""))).toEqual(allow("s3:PutObject"));
    }
    expect((await iam.send(new ListAccessKeysCommand({ UserName: "ada" }))).AccessKeyMetadata).toHaveLength(1);

    await destroy(account);
    expect((await iam.send(new ListUsersCommand({}))).Users?.map((user) => user.UserName)).toEqual(["stackyard"]);
    expect((await iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
    expect((await iam.send(new ListGroupsCommand({}))).Groups).toEqual([]);
    expect((await iam.send(new ListPoliciesCommand({ Scope: "Local" }))).Policies).toEqual([]);
  });
});
