// Where a stack's template, values and rights come from: S3, SSM parameters, dynamic references, a role.

import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  GetTemplateSummaryCommand,
  UpdateStackCommand,
  ValidateTemplateCommand,
  type CreateStackCommandInput,
} from "@aws-sdk/client-cloudformation";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { beforeAll, describe, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import type { TestAccount, TestYard } from "../../../testing/harness.ts";
import { errorOf, eventsOf, stackOf } from "./calls.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

async function create(client: CloudFormationClient, input: CreateStackCommandInput): Promise<void> {
  await client.send(new CreateStackCommand(input));
  await yard.yard.context.jobs.settled();
}

async function delayOf(account: TestAccount, url: string | undefined): Promise<string | undefined> {
  const { Attributes } = await account
    .client(SQSClient)
    .send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["DelaySeconds"] }));
  return Attributes?.["DelaySeconds"];
}

const SIMPLE = "Resources:\n  A:\n    Type: AWS::SQS::Queue\nOutputs:\n  Url: { Value: !Ref A }\n";

describe("templates in S3", () => {
  test("are read with the caller's rights, by path and by virtual host", async () => {
    const account = yard.account();
    const client = account.client(CloudFormationClient);
    const s3 = new S3Client({ ...account.config, forcePathStyle: true });
    const bucket = `templates-${account.account}`;
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "app/simple.yaml", Body: SIMPLE }));
    await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: "app/wrong.yaml", Body: SIMPLE.replace("Queue", "Quue") }),
    );
    const byPath = `${yard.origin}/${bucket}/app`;
    await create(client, { StackName: "by-path", TemplateURL: `${byPath}/simple.yaml` });
    await create(client, {
      StackName: "by-host",
      TemplateURL: `https://${bucket}.s3.us-east-1.amazonaws.com/app/simple.yaml`,
    });
    expect((await stackOf(client, "by-path"))?.StackStatus).toBe("CREATE_COMPLETE");
    expect((await stackOf(client, "by-host"))?.StackStatus).toBe("CREATE_COMPLETE");

    const wrong = client.send(new ValidateTemplateCommand({ TemplateURL: `${byPath}/wrong.yaml` }));
    expect((await errorOf(wrong)).message).toBe(
      "Template format error: Unrecognized resource types: [AWS::SQS::Quue] (wrong.yaml:3:5)",
    );
    const missing = client.send(new ValidateTemplateCommand({ TemplateURL: `${byPath}/missing.yaml` }));
    expect((await errorOf(missing)).message).toMatch(/^S3 error: The specified key does not exist/);
    // AWS: "Understand CloudFormation quotas": 1 MB in S3.
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "app/large.yaml", Body: "#".repeat(1_000_001) }));
    const large = client.send(new ValidateTemplateCommand({ TemplateURL: `${byPath}/large.yaml` }));
    expect((await errorOf(large)).message).toBe("Template may not exceed 1000000 bytes in size.");
    const broken = client.send(new ValidateTemplateCommand({ TemplateURL: `${byPath}/%zz.yaml` }));
    expect((await errorOf(broken)).message).toBe("TemplateURL must be a supported URL.");
    const strange = client.send(new ValidateTemplateCommand({ TemplateURL: "ftp://example.com/x" }));
    expect((await errorOf(strange)).message).toBe("TemplateURL must be a supported URL.");
  });
});

describe("parameters", () => {
  const template = `
Parameters:
  Delay: { Type: "AWS::SSM::Parameter::Value<String>", Default: /app/delay }
  Secret: { Type: String, NoEcho: true }
Resources:
  A: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: !Ref Delay } }
  B: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: "{{resolve:ssm:/app/delay}}" } }
Outputs:
  A: { Value: !Ref A }
  B: { Value: !Ref B }
`;
  const Parameters = [{ ParameterKey: "Secret", ParameterValue: "hidden" }];

  test("come from SSM, as do dynamic references, and secret ones are masked", async () => {
    const account = yard.account();
    const client = account.client(CloudFormationClient);
    const ssm = account.client(SSMClient);
    await ssm.send(new PutParameterCommand({ Name: "/app/delay", Value: "7", Type: "String" }));
    await create(client, { StackName: "values", TemplateBody: template, Parameters });
    const stack = await stackOf(client, "values");
    expect(stack?.Parameters).toEqual([
      { ParameterKey: "Delay", ParameterValue: "/app/delay", ResolvedValue: "7" },
      { ParameterKey: "Secret", ParameterValue: "****" },
    ]);
    const urls = stack?.Outputs?.map((output) => output.OutputValue);
    expect(await delayOf(account, urls?.[0])).toBe("7");
    expect(await delayOf(account, urls?.[1])).toBe("7");

    // A new value in SSM is a change, though the template and its parameters are the same.
    await ssm.send(new PutParameterCommand({ Name: "/app/delay", Value: "8", Type: "String", Overwrite: true }));
    await client.send(
      new UpdateStackCommand({
        StackName: "values",
        UsePreviousTemplate: true,
        Parameters: [{ ParameterKey: "Secret", UsePreviousValue: true }],
      }),
    );
    await yard.yard.context.jobs.settled();
    expect(await delayOf(account, urls?.[0])).toBe("8");
    expect(await delayOf(account, urls?.[1])).toBe("8");
  });

  test("that are secret show nowhere in events", async () => {
    const client = yard.account().client(CloudFormationClient);
    const secret = `
Parameters: { Secret: { Type: String, NoEcho: true } }
Resources: { A: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub "queue-\${Secret}", DelaySeconds: 3 } } }
`;
    await create(client, { StackName: "secret", TemplateBody: secret, Parameters });
    const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: "secret" }));
    const shown = StackEvents.flatMap((event) => event.ResourceProperties ?? []);
    expect(new Set(shown)).toEqual(new Set(['{"QueueName":"queue-****","DelaySeconds":3}']));
  });

  test("are refused where SSM does not have them", async () => {
    const client = yard.account().client(CloudFormationClient);
    const call = client.send(new CreateStackCommand({ StackName: "values", TemplateBody: template, Parameters }));
    expect((await errorOf(call)).message).toBe(
      "Unable to fetch parameters [/app/delay] from parameter store for this account.",
    );
  });

  test("are told by a summary", async () => {
    const client = yard.account().client(CloudFormationClient);
    expect(await client.send(new GetTemplateSummaryCommand({ TemplateBody: template }))).toMatchObject({
      Parameters: [
        {
          ParameterKey: "Delay",
          ParameterType: "AWS::SSM::Parameter::Value<String>",
          DefaultValue: "/app/delay",
          NoEcho: false,
        },
        { ParameterKey: "Secret", ParameterType: "String", NoEcho: true },
      ],
      ResourceTypes: ["AWS::SQS::Queue"],
    });
  });
});

describe("a stack's role", () => {
  async function makeRole(
    account: TestAccount,
    service: string,
    actions: string[],
    { trust, rights, tags = {} }: { trust?: object; rights?: object; tags?: Record<string, string> } = {},
  ): Promise<string> {
    const iam = account.client(IAMClient);
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: "deployer",
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service }, Condition: trust }],
        }),
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: "deployer",
        PolicyName: "rights",
        PolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: actions, Resource: "*", Condition: rights }],
        }),
      }),
    );
    return Role?.Arn ?? "";
  }

  test("makes the resources, also when the stack is deleted later", async () => {
    const account = yard.account();
    const client = account.client(CloudFormationClient);
    const role = await makeRole(account, "cloudformation.amazonaws.com", ["sqs:*"]);
    await create(client, { StackName: "with-role", TemplateBody: SIMPLE, RoleARN: role });
    expect(await stackOf(client, "with-role")).toMatchObject({ StackStatus: "CREATE_COMPLETE", RoleARN: role });
    await client.send(new DeleteStackCommand({ StackName: "with-role" }));
    await yard.yard.context.jobs.settled();
    expect((await errorOf(stackOf(client, "with-role"))).message).toBe("Stack with id with-role does not exist");
  });

  test("limits what the stack may do", async () => {
    const account = yard.account();
    const client = account.client(CloudFormationClient);
    const role = await makeRole(account, "cloudformation.amazonaws.com", ["sns:*"]);
    await create(client, { StackName: "with-role", TemplateBody: SIMPLE, RoleARN: role });
    expect((await eventsOf(client, "with-role")).find((event) => event.startsWith("A CREATE_FAILED"))).toMatch(
      new RegExp(`User: arn:aws:sts::${account.account}:assumed-role/deployer/AWSCloudFormation is not authorized`),
    );
  });

  // AWS: "The confused deputy problem": aws:SourceArn and aws:SourceAccount in trust policies. Inferred: the stack's ARN.
  test("may trust CloudFormation for certain stacks only", async () => {
    const account = yard.account();
    const client = account.client(CloudFormationClient);
    const trust = {
      StringEquals: { "aws:SourceAccount": account.account },
      ArnLike: { "aws:SourceArn": `arn:aws:cloudformation:*:${account.account}:stack/mine/*` },
    };
    const role = await makeRole(account, "cloudformation.amazonaws.com", ["sqs:*"], { trust });
    await create(client, { StackName: "mine", TemplateBody: SIMPLE, RoleARN: role });
    expect(await stackOf(client, "mine")).toMatchObject({ StackStatus: "CREATE_COMPLETE" });
    const other = client.send(new CreateStackCommand({ StackName: "other", TemplateBody: SIMPLE, RoleARN: role }));
    expect((await errorOf(other)).message).toBe(`Role ${role} is invalid or cannot be assumed`);
    await client.send(new DeleteStackCommand({ StackName: "mine" }));
    await yard.yard.context.jobs.settled();
    expect((await errorOf(stackOf(client, "mine"))).message).toBe("Stack with id mine does not exist");
  });

  // AWS: "Controlling access to AWS resources using tags": a role's tags are its sessions' principal tags.
  test("acts with the role's tags", async () => {
    const statusWith = async (team: string): Promise<string | undefined> => {
      const account = yard.account();
      const client = account.client(CloudFormationClient);
      const rights = { StringEquals: { "aws:PrincipalTag/team": "blue" } };
      const role = await makeRole(account, "cloudformation.amazonaws.com", ["sqs:*"], { rights, tags: { team } });
      await create(client, { StackName: "tagged", TemplateBody: SIMPLE, RoleARN: role, OnFailure: "DO_NOTHING" });
      return (await stackOf(client, "tagged"))?.StackStatus;
    };
    expect(await statusWith("blue")).toBe("CREATE_COMPLETE");
    expect(await statusWith("red")).toBe("CREATE_FAILED");
  });

  test("must trust CloudFormation", async () => {
    const account = yard.account();
    const client = account.client(CloudFormationClient);
    const role = await makeRole(account, "lambda.amazonaws.com", ["sqs:*"]);
    const call = client.send(new CreateStackCommand({ StackName: "with-role", TemplateBody: SIMPLE, RoleARN: role }));
    expect(await errorOf(call)).toMatchObject({
      name: "ValidationError",
      message: `Role ${role} is invalid or cannot be assumed`,
    });
  });
});
