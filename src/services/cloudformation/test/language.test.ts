// What templates can say, through the real SDK over HTTP: rules that look at the account, secure strings and secrets, functions with wrong arguments.

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeChangeSetCommand,
  UpdateStackCommand,
  type Parameter,
} from "@aws-sdk/client-cloudformation";
import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { beforeAll, describe, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import type { TestAccount, TestYard } from "../../../testing/harness.ts";
import { errorOf, eventsOf, stackOf } from "./calls.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

const parameter = (Value: unknown, more: object = {}) => ({
  Type: "AWS::SSM::Parameter",
  Properties: { Name: "made", Type: "String", Value, ...more },
});

/** Makes the stack "made" of this template; its status when all is done. */
async function create(account: TestAccount, template: object, values: Record<string, string> = {}) {
  const client = account.client(CloudFormationClient);
  const Parameters: Parameter[] = Object.entries(values).map(([ParameterKey, ParameterValue]) => ({
    ParameterKey,
    ParameterValue,
  }));
  const TemplateBody = JSON.stringify(template);
  const Capabilities = ["CAPABILITY_NAMED_IAM" as const, "CAPABILITY_AUTO_EXPAND" as const];
  await client.send(new CreateStackCommand({ StackName: "made", TemplateBody, Parameters, Capabilities }));
  await yard.yard.context.jobs.settled();
  return (await stackOf(client, "made"))?.StackStatus;
}

async function made(account: TestAccount): Promise<string | undefined> {
  return (await account.client(SSMClient).send(new GetParameterCommand({ Name: "made" }))).Parameter?.Value;
}

async function failures(account: TestAccount): Promise<string[]> {
  return (await eventsOf(account.client(CloudFormationClient), "made")).filter((event) => event.includes("_FAILED"));
}

// AWS: Template Reference, "Rule functions".
describe("rules that look at the account", () => {
  const subnets = (Assert: object) => ({
    Parameters: { Vpc: { Type: "AWS::EC2::VPC::Id" }, Subnets: { Type: "List<AWS::EC2::Subnet::Id>" } },
    Rules: { Checked: { Assertions: [{ Assert, AssertDescription: "Not like this." }] } },
    Resources: { P: parameter("1") },
  });

  test.each([
    [
      "attributes of what parameters name",
      { "Fn::EachMemberEquals": [{ "Fn::ValueOf": ["Subnets", "VpcId"] }, { Ref: "Vpc" }] },
    ],
    ["tags", { "Fn::Equals": [{ "Fn::ValueOf": ["Vpc", "Tags.stage"] }, "production"] }],
    ["all that there is", { "Fn::EachMemberIn": [[{ Ref: "Vpc" }], { "Fn::RefAll": "AWS::EC2::VPC::Id" }] }],
    [
      "an attribute of all",
      { "Fn::Contains": [{ "Fn::ValueOfAll": ["AWS::EC2::VPC::Id", "Tags.stage"] }, "production"] },
    ],
  ])("see %s", async (_what, holds) => {
    const account = yard.account();
    const ec2 = account.client(EC2Client);
    const TagSpecifications = [{ ResourceType: "vpc" as const, Tags: [{ Key: "stage", Value: "production" }] }];
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16", TagSpecifications }));
    const VpcId = Vpc?.VpcId ?? "";
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: "10.0.0.0/24" }));
    const values = { Vpc: VpcId, Subnets: Subnet?.SubnetId ?? "" };
    expect((await errorOf(create(account, subnets({ "Fn::Not": [holds] }), values))).message).toContain(
      "Not like this.",
    );
    expect(await create(account, subnets(holds), values)).toBe("CREATE_COMPLETE");
  });

  test("say which types they cannot look at", async () => {
    const all = { "Fn::Contains": [{ "Fn::RefAll": "AWS::EC2::KeyPair::KeyName" }, "mine"] };
    const call = create(yard.account(), { ...subnets(all), Parameters: {} });
    expect((await errorOf(call)).message).toContain("rules cannot look at values of type AWS::EC2::KeyPair::KeyName");
  });
});

// AWS: User Guide, "Get values stored in other services using dynamic references".
describe("dynamic references", () => {
  async function accountWithSecret(): Promise<TestAccount> {
    const account = yard.account();
    const secrets = account.client(SecretsManagerClient);
    const SecretId = "database";
    await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: '{"user": "old", "port": 1}' }));
    await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: '{"user": "new", "port": 2}' }));
    const ssm = account.client(SSMClient);
    await ssm.send(new PutParameterCommand({ Name: "plain", Value: "a", Type: "String" }));
    await ssm.send(new PutParameterCommand({ Name: "plain", Value: "b", Type: "String", Overwrite: true }));
    await ssm.send(new PutParameterCommand({ Name: "secure", Value: "Correct-horse-7", Type: "SecureString" }));
    return account;
  }

  test.each([
    ["a member of a secret", "{{resolve:secretsmanager:database:SecretString:user}}", "new"],
    ["a stage of it", "{{resolve:secretsmanager:database:SecretString:user:AWSPREVIOUS}}", "old"],
    ["a version of a parameter", "{{resolve:ssm:plain:1}}", "a"],
    ["several in a text", "{{resolve:ssm:plain}}-{{resolve:secretsmanager:database:SecretString:port}}", "b-2"],
    ["one in Fn::Sub", { "Fn::Sub": "${AWS::Region} {{resolve:ssm:plain}}" }, "us-east-1 b"],
    ["one that Fn::Join makes", { "Fn::Join": ["", ["{{resolve:ssm:", "plain", "}}"]] }, "b"],
  ])("give %s", async (_what, value, expected) => {
    const account = await accountWithSecret();
    expect(await create(account, { Resources: { P: parameter(value) } })).toBe("CREATE_COMPLETE");
    expect(await made(account)).toBe(expected);
  });

  test("are secure in a few properties only", async () => {
    const account = await accountWithSecret();
    const Secure = parameter({ "Fn::Sub": "${AWS::Region}{{resolve:ssm-secure:secure}}" });
    const Runtime = {
      Code: { ZipFile: "x" },
      Role: "arn:aws:iam::123456789012:role/x",
      Runtime: "nodejs22.x",
      Handler: "x",
    };
    const Variables = { Password: "{{resolve:ssm-secure:secure:1}}" };
    const F = { Type: "AWS::Lambda::Function", Properties: { ...Runtime, Environment: { Variables } } };
    expect((await errorOf(create(account, { Resources: { Secure, F } }))).message).toMatch(
      /^SSM Secure reference is not supported in: \[AWS::SSM::Parameter\/Properties\/Value,AWS::Lambda::Function\/Properties\/Environment\/Variables\/Password\]/,
    );
    // One that comes by a parameter is found when the resource's turn comes.
    const Parameters = { Value: { Type: "String" } };
    const hidden = { Parameters, Resources: { P: parameter({ Ref: "Value" }) } };
    expect(await create(account, hidden, { Value: "{{resolve:ssm-secure:secure}}" })).toBe("ROLLBACK_COMPLETE");
    expect(await failures(account)).toEqual([
      "P CREATE_FAILED: SSM Secure reference is not supported in: [AWS::SSM::Parameter/Properties/Value]",
    ]);
  });

  test("take secure strings where they may, and no ciphertext for a value", async () => {
    const account = await accountWithSecret();
    const LoginProfile = { Password: "{{resolve:ssm-secure:secure}}" };
    const User = { Type: "AWS::IAM::User", Properties: { UserName: "ada", LoginProfile } };
    expect(await create(account, { Resources: { User } })).toBe("CREATE_COMPLETE");
    const other = await accountWithSecret();
    expect(await create(other, { Resources: { P: parameter("{{resolve:ssm:secure}}") } })).toBe("ROLLBACK_COMPLETE");
    expect((await failures(other))[0]).toContain("the parameter secure is a SecureString");
  });
});

test("the value of a NoEcho parameter shows in no reason of a failure and in no change set", async () => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const Parameters = { Secret: { Type: "String", NoEcho: true } };
  const queue = (QueueName: unknown) => ({ Type: "AWS::SQS::Queue", Properties: { QueueName } });
  const P = parameter({ "Fn::Sub": "is ${Secret}" }, { Tier: { Ref: "Secret" } });
  const template = { Parameters, Resources: { P, Q: queue({ Ref: "Secret" }) } };
  expect(await create(account, template, { Secret: "no such name" })).toBe("ROLLBACK_COMPLETE");
  const reasons = (await failures(account)).join("\n");
  expect(reasons).toMatch(/CREATE_FAILED/);
  expect(reasons).not.toContain("no such name");

  const request = { StackName: "other", ChangeSetName: "first", ChangeSetType: "CREATE" as const };
  const Secret = [{ ParameterKey: "Secret", ParameterValue: "hidden-name" }];
  await client.send(
    new CreateChangeSetCommand({ ...request, TemplateBody: JSON.stringify(template), Parameters: Secret }),
  );
  const shown = await client.send(
    new DescribeChangeSetCommand({ StackName: "other", ChangeSetName: "first", IncludePropertyValues: true }),
  );
  expect(JSON.stringify(shown)).not.toContain("hidden-name");
  expect(JSON.stringify(shown)).toContain("****");
});

// AWS: the sentences as observed, or, of AWS::LanguageExtensions, as the SAM CLI has them for its own evaluation.
describe("is refused in AWS's words:", () => {
  const EXTENDED = { Transform: "AWS::LanguageExtensions", Parameters: { Name: { Type: "String", Default: "a" } } };

  test.each([
    ["Fn::Length", "a"],
    ["Fn::Length", { Ref: "Name" }],
    ["Fn::Length", { a: 1 }],
    ["Fn::ToJsonString", { Ref: "Name" }],
    ["Fn::ToJsonString", 5],
  ])("%s of %j", async (name, argument) => {
    const account = yard.account();
    const template = { ...EXTENDED, Resources: { P: parameter({ "Fn::Sub": ["${X}", { X: { [name]: argument } }] }) } };
    expect(await create(account, template)).toBe("ROLLBACK_COMPLETE");
    expect((await eventsOf(account.client(CloudFormationClient), "made")).join("\n")).toContain(
      `Transform AWS::LanguageExtensions failed with: ${name} layout is incorrect.`,
    );
  });

  test.each([
    [{ "Fn::Equals": ["a"] }, "every Fn::Equals object requires a list of 2 string parameters."],
    [{ "Fn::Equals": [["a"], "a"] }, "every Fn::Equals object requires a list of 2 string parameters."],
    [
      { "Fn::And": [{ "Fn::Equals": ["a", "a"] }] },
      "every Fn::And object requires a list of at least 2 and at most 10",
    ],
  ])("the condition %j", async (C, message) => {
    const call = create(yard.account(), { Conditions: { C }, Resources: { P: { ...parameter("1"), Condition: "C" } } });
    expect((await errorOf(call)).message).toContain(message);
  });

  test("a snapshot of what has none, and a previous value beside a new one", async () => {
    const account = yard.account();
    const Resources = { P: { ...parameter("1"), DeletionPolicy: "Snapshot" } };
    expect((await errorOf(create(account, { Resources }))).message).toContain(
      "Template error: resource type AWS::SSM::Parameter does not support deletion policy Snapshot",
    );
    const template = { Parameters: EXTENDED.Parameters, Resources: { P: parameter({ Ref: "Name" }) } };
    expect(await create(account, template)).toBe("CREATE_COMPLETE");
    const Parameters = [{ ParameterKey: "Name", ParameterValue: "b", UsePreviousValue: true }];
    const update = new UpdateStackCommand({ StackName: "made", UsePreviousTemplate: true, Parameters });
    expect((await errorOf(account.client(CloudFormationClient).send(update))).message).toBe(
      "Invalid input for parameter key Name. Cannot specify usePreviousValue as true and non empty value for a parameter",
    );
  });
});

test("a default of Fn::FindInMap counts where the mapping has nothing, and may be no value at all", async () => {
  const account = yard.account();
  const find = (key: string, DefaultValue: unknown) => ({ "Fn::FindInMap": ["M", key, "x", { DefaultValue }] });
  const template = {
    Transform: "AWS::LanguageExtensions",
    Parameters: { Key: { Type: "String", Default: "there" } },
    Mappings: { M: { there: { x: "found" } } },
    Resources: {
      P: parameter(
        { "Fn::Join": ["-", [find("there", { "Fn::Select": [1, ["a"]] }), find("gone", { Ref: "Key" })]] },
        { Description: find("gone", { Ref: "AWS::NoValue" }) },
      ),
    },
  };
  expect(await create(account, template)).toBe("CREATE_COMPLETE");
  expect(await made(account)).toBe("found-there");
});
