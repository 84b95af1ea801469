// Fn::GetStackOutput through the real SDK over HTTP. AWS: Template Reference, "Fn::GetStackOutput"; where it is refused as observed by
// cfn-lint's authors (aws-cloudformation/cfn-lint, pull request 4519), the wordings of missing stacks and outputs inferred.

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeChangeSetCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { beforeAll, describe, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import type { TestAccount, TestYard } from "../../../testing/harness.ts";
import { errorOf, eventsOf, stackOf } from "./calls.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

const producer = (value: string): string =>
  JSON.stringify({
    Resources: { Handle: { Type: "AWS::CloudFormation::WaitConditionHandle" } },
    Outputs: { Shown: { Value: value } },
  });
const consumer = (request: object): string =>
  JSON.stringify({
    Parameters: { Producer: { Type: "String", Default: "producer" } },
    Resources: {
      P: {
        Type: "AWS::SSM::Parameter",
        Properties: {
          Type: "String",
          Name: "read",
          Value: { "Fn::Join": ["", ["<", { "Fn::GetStackOutput": request }, ">"]] },
        },
      },
    },
    Outputs: { Again: { Value: { "Fn::GetStackOutput": request } } },
  });
const SHOWN = { StackName: { Ref: "Producer" }, OutputName: "Shown" };

async function create(client: CloudFormationClient, name: string, template: string): Promise<void> {
  await client.send(new CreateStackCommand({ StackName: name, TemplateBody: template }));
  await yard.yard.context.jobs.settled();
}

async function update(client: CloudFormationClient, name: string, template: string): Promise<void> {
  await client.send(new UpdateStackCommand({ StackName: name, TemplateBody: template }));
  await yard.yard.context.jobs.settled();
}

async function valueRead(account: TestAccount): Promise<string | undefined> {
  return (await account.client(SSMClient).send(new GetParameterCommand({ Name: "read" }))).Parameter?.Value;
}

describe("Fn::GetStackOutput", () => {
  test("gives the output of another stack, and anew at each update", async () => {
    const account = yard.account();
    const client = account.client(CloudFormationClient);
    await create(client, "producer", producer("one"));
    await create(client, "consumer", consumer(SHOWN));
    expect(await valueRead(account)).toBe("<one>");
    expect((await stackOf(client, "consumer"))?.Outputs?.[0]?.OutputValue).toBe("one");

    // The reference is weak: the producer changes and goes without asking.
    await update(client, "producer", producer("two"));
    expect(await valueRead(account)).toBe("<one>");
    await update(client, "consumer", consumer(SHOWN));
    expect(await valueRead(account)).toBe("<two>");
    const unchanged = client.send(new UpdateStackCommand({ StackName: "consumer", TemplateBody: consumer(SHOWN) }));
    expect((await errorOf(unchanged)).message).toBe("No updates are to be performed.");
  });

  test("reads other regions, and other accounts by a role there", async () => {
    const account = yard.account();
    const elsewhere = new CloudFormationClient({ ...account.config, region: "eu-west-1" });
    const client = account.client(CloudFormationClient);
    await create(elsewhere, "producer", producer("far"));
    await create(client, "consumer", consumer({ ...SHOWN, Region: "eu-west-1" }));
    expect(await valueRead(account)).toBe("<far>");

    const other = yard.account();
    const iam = other.client(IAMClient);
    const trust = { Effect: "Allow", Principal: { AWS: account.account }, Action: "sts:AssumeRole" };
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: "readable",
        AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
      }),
    );
    await create(other.client(CloudFormationClient), "producer", producer("theirs"));
    const theirs = consumer({ ...SHOWN, RoleArn: Role?.Arn });
    // The role may not read the stack yet.
    const denied = await errorOf(client.send(new UpdateStackCommand({ StackName: "consumer", TemplateBody: theirs })));
    expect(denied.message).toMatch(/cannot read output Shown of stack producer: .*cloudformation:DescribeStacks/);
    const allowed = { Effect: "Allow", Action: "cloudformation:DescribeStacks", Resource: "*" };
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: "readable",
        PolicyName: "read",
        PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [allowed] }),
      }),
    );
    await update(client, "consumer", theirs);
    expect(await valueRead(account)).toBe("<theirs>");
  });

  test("fails where the stack or the output is missing", async () => {
    const account = yard.account();
    const client = account.client(CloudFormationClient);
    await create(client, "consumer", consumer(SHOWN));
    expect((await stackOf(client, "consumer"))?.StackStatus).toBe("ROLLBACK_COMPLETE");
    expect(await eventsOf(client, "consumer")).toContain(
      "P CREATE_FAILED: Template error: Fn::GetStackOutput cannot read output Shown of stack producer: Stack with id producer does not exist",
    );
    await create(client, "producer", producer("one"));
    await create(client, "other", consumer({ StackName: "producer", OutputName: "Hidden" }));
    expect(await eventsOf(client, "other")).toContain(
      "P CREATE_FAILED: Template error: Fn::GetStackOutput found no output Hidden in stack producer",
    );
  });

  test("shows in change sets what it reads", async () => {
    const account = yard.account();
    const client = account.client(CloudFormationClient);
    await create(client, "producer", producer("one"));
    await create(client, "consumer", consumer(SHOWN));
    await update(client, "producer", producer("two"));
    const name = { StackName: "consumer", ChangeSetName: "changes" };
    await client.send(new CreateChangeSetCommand({ ...name, TemplateBody: consumer(SHOWN) }));
    const { Changes } = await client.send(new DescribeChangeSetCommand({ ...name, IncludePropertyValues: true }));
    expect(Changes?.[0]?.ResourceChange?.Details?.[0]?.Target).toMatchObject({
      Path: "/Properties/Value",
      BeforeValue: "<one>",
      AfterValue: "<two>",
    });
  });

  test("is refused in conditions, names of exports and of imports, and in another form", async () => {
    const client = yard.account().client(CloudFormationClient);
    const attempt = async (template: object): Promise<string> =>
      (
        await errorOf(
          client.send(new CreateStackCommand({ StackName: "refused", TemplateBody: JSON.stringify(template) })),
        )
      ).message;
    const read = { "Fn::GetStackOutput": { StackName: "producer", OutputName: "Shown" } };
    const Resources = { Handle: { Type: "AWS::CloudFormation::WaitConditionHandle" } };
    expect(await attempt({ Conditions: { C: { "Fn::Equals": [read, "x"] } }, Resources })).toContain(
      "Cannot use Fn::GetStackOutput in Conditions",
    );
    const forbidden = "must not depend on any resources, imported values, or Fn::GetAZs";
    expect(await attempt({ Resources, Outputs: { O: { Value: "x", Export: { Name: read } } } })).toContain(
      `The Name field of Export ${forbidden}`,
    );
    expect(await attempt({ Resources, Outputs: { O: { Value: { "Fn::ImportValue": read } } } })).toContain(
      `the attribute in Fn::ImportValue ${forbidden}`,
    );
    expect(
      await attempt({ Resources, Outputs: { O: { Value: { "Fn::GetStackOutput": ["producer", "Shown"] } } } }),
    ).toContain("requires StackName and OutputName");
  });
});
