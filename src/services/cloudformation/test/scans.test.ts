// Goal: resource scans and generated templates answer as AWS's do. Method: a few queues, roles and functions made by hand, scanned and written down.

import {
  CloudFormationClient,
  CreateGeneratedTemplateCommand,
  CreateStackCommand,
  DeleteGeneratedTemplateCommand,
  DescribeGeneratedTemplateCommand,
  DescribeResourceScanCommand,
  GetGeneratedTemplateCommand,
  ListGeneratedTemplatesCommand,
  ListResourceScanRelatedResourcesCommand,
  ListResourceScanResourcesCommand,
  ListResourceScansCommand,
  StartResourceScanCommand,
  UpdateGeneratedTemplateCommand,
  ValidateTemplateCommand,
  type ListResourceScanResourcesCommandInput,
} from "@aws-sdk/client-cloudformation";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateQueueCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { createClock } from "../../../kernel/clock.ts";
import { sharedYard, testYard, type TestAccount } from "../../../testing/harness.ts";
import { errorOf } from "./calls.ts";

async function settled(): Promise<void> {
  await (await sharedYard()).yard.context.jobs.settled();
}

/** Two queues, the first of which sends what fails to the second, and a parameter. */
async function setUp(given?: TestAccount) {
  const account = given ?? (await sharedYard()).account();
  const sqs = account.client(SQSClient);
  const arn = (name: string): string => `arn:aws:sqs:${account.region}:${account.account}:${name}`;
  const { QueueUrl: failed } = await sqs.send(new CreateQueueCommand({ QueueName: "failed", tags: { team: "red" } }));
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn("failed"), maxReceiveCount: 3 });
  const { QueueUrl: work } = await sqs.send(
    new CreateQueueCommand({
      QueueName: "work",
      Attributes: { DelaySeconds: "7", RedrivePolicy },
      tags: { team: "blue" },
    }),
  );
  await account.client(SSMClient).send(new PutParameterCommand({ Name: "setting", Type: "String", Value: "1" }));
  return {
    account,
    client: account.client(CloudFormationClient),
    sqs,
    arn,
    work: String(work),
    failed: String(failed),
  };
}

const queueOf = (QueueUrl: string) => ({ ResourceType: "AWS::SQS::Queue", ResourceIdentifier: { QueueUrl } });

test("a scan finds what is there, whoever made it, and its filters narrow it down", async () => {
  const { client, work, failed } = await setUp();
  const TemplateBody = JSON.stringify({
    Resources: { Q: { Type: "AWS::SQS::Queue", Properties: { QueueName: "managed" } } },
  });
  await client.send(new CreateStackCommand({ StackName: "s", TemplateBody }));
  await settled();
  const { ResourceScanId = "" } = await client.send(new StartResourceScanCommand({}));
  expect(ResourceScanId).toMatch(/^arn:aws:cloudformation:us-east-1:\d{12}:resourceScan\/[0-9a-f-]{36}$/);
  await settled();
  const scan = await client.send(new DescribeResourceScanCommand({ ResourceScanId }));
  expect(scan).toMatchObject({
    ResourceScanId,
    Status: "COMPLETE",
    StartTime: expect.any(Date),
    EndTime: expect.any(Date),
    PercentageCompleted: 100,
    ResourceTypes: expect.arrayContaining(["AWS::SQS::Queue", "AWS::SSM::Parameter"]),
  });
  expect(scan).not.toHaveProperty("ScanFilters");

  const list = async (filters: Partial<ListResourceScanResourcesCommandInput>) => {
    const answer = await client.send(new ListResourceScanResourcesCommand({ ResourceScanId, ...filters }));
    return answer.Resources?.map((one) => [Object.values(one.ResourceIdentifier ?? {})[0], one.ManagedByStack]);
  };
  const managed = `${failed.slice(0, failed.lastIndexOf("/"))}/managed`;
  expect(await list({ ResourceTypePrefix: "AWS::SQS" })).toEqual([
    [failed, false],
    [managed, true],
    [work, false],
  ]);
  expect(await list({ ResourceIdentifier: "setting" })).toEqual([["setting", false]]);
  expect(await list({ TagKey: "team" })).toEqual([
    [failed, false],
    [work, false],
  ]);
  expect(await list({ TagKey: "team", TagValue: "blue" })).toEqual([[work, false]]);
  expect(await list({ TagValue: "red", ResourceTypePrefix: "AWS::SSM" })).toEqual([]);

  const first = await client.send(
    new ListResourceScanResourcesCommand({ ResourceScanId, ResourceTypePrefix: "AWS::SQS", MaxResults: 2 }),
  );
  const { NextToken } = first;
  const second = await client.send(
    new ListResourceScanResourcesCommand({ ResourceScanId, ResourceTypePrefix: "AWS::SQS", MaxResults: 2, NextToken }),
  );
  expect([first.Resources?.length, second.Resources?.length, second.NextToken]).toEqual([2, 1, undefined]);

  const related = await client.send(
    new ListResourceScanRelatedResourcesCommand({ ResourceScanId, Resources: [queueOf(failed)] }),
  );
  expect(related.RelatedResources).toEqual([{ ...queueOf(work), ManagedByStack: false }]);
});

test("a scan can be of some types, is begun once for a token, and expires", async () => {
  const yard = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.UTC(2026, 0, 1) }) });
  const { client } = await setUp(yard.account());
  const ScanFilters = [{ Types: ["AWS::SQS::*", "AWS::IAM::Role"] }];
  const start = () => client.send(new StartResourceScanCommand({ ScanFilters, ClientRequestToken: "token" }));
  const { ResourceScanId } = await start();
  expect((await start()).ResourceScanId).toBe(ResourceScanId);
  await yard.yard.context.jobs.settled();
  expect(await client.send(new DescribeResourceScanCommand({ ResourceScanId }))).toMatchObject({
    Status: "COMPLETE",
    ResourceTypes: ["AWS::IAM::Role", "AWS::SQS::Queue"],
    ResourcesScanned: 2,
    ResourcesRead: 2,
    ScanFilters,
  });
  const scans = async (ScanTypeFilter?: "FULL" | "PARTIAL") => {
    const answer = await client.send(new ListResourceScansCommand({ ScanTypeFilter }));
    return answer.ResourceScanSummaries?.map((one) => [one.ResourceScanId, one.Status, one.ScanType]);
  };
  // AWS: API reference, ListResourceScans: full scans by default.
  expect(await scans()).toEqual([]);
  expect(await scans("PARTIAL")).toEqual([[ResourceScanId, "COMPLETE", "PARTIAL"]]);
  // AWS: User Guide, "Generate templates from existing resources with IaC generator": 30 days.
  await yard.advance(30 * 24 * 60 * 60 * 1000);
  expect(await scans("PARTIAL")).toEqual([[ResourceScanId, "EXPIRED", "PARTIAL"]]);
  const { Resources } = await client.send(new ListResourceScanResourcesCommand({ ResourceScanId }));
  expect(Resources).toEqual([]);
  await yard.stop();
});

test("a scan finds what its caller may list and read, and nothing else", async () => {
  const { account } = await setUp();
  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: "reader" }));
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["cloudformation:*", "ssm:*"], Resource: "*" }],
  });
  await iam.send(new PutUserPolicyCommand({ UserName: "reader", PolicyName: "p", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "reader" }));
  const reader = account.clientWith(CloudFormationClient, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
  const { ResourceScanId } = await reader.send(new StartResourceScanCommand({}));
  await settled();
  const { Resources } = await reader.send(new ListResourceScanResourcesCommand({ ResourceScanId }));
  expect(Resources?.map(({ ResourceType }) => ResourceType)).toEqual(["AWS::SSM::Parameter"]);
});

test("a generated template names what it can by reference, and keeps what it writes of", async () => {
  const { client, work, failed } = await setUp();
  const { GeneratedTemplateId = "" } = await client.send(
    new CreateGeneratedTemplateCommand({
      GeneratedTemplateName: "queues",
      Resources: [queueOf(work), { ...queueOf(failed), LogicalResourceId: "Failed" }],
    }),
  );
  // AWS: the ARN as generated templates have it in their metadata.
  expect(GeneratedTemplateId).toMatch(/^arn:aws:cloudformation:us-east-1:\d{12}:generatedTemplate\/[0-9a-f-]{36}$/);
  await settled();
  const described = await client.send(new DescribeGeneratedTemplateCommand({ GeneratedTemplateName: "queues" }));
  expect(described).toMatchObject({
    GeneratedTemplateId,
    GeneratedTemplateName: "queues",
    Status: "COMPLETE",
    // AWS: API reference, DescribeGeneratedTemplate, Examples.
    StatusReason: "All resources complete",
    Progress: { ResourcesFailed: 0, ResourcesPending: 0, ResourcesProcessing: 0, ResourcesSucceeded: 2 },
    TemplateConfiguration: { DeletionPolicy: "RETAIN", UpdateReplacePolicy: "RETAIN" },
    TotalWarnings: 0,
  });
  const [logicalId = ""] = described.Resources?.map((one) => one.LogicalResourceId) ?? [];
  // AWS: logical ids as generated templates have them.
  expect(logicalId).toMatch(/^SQSQueue00work00[0-9A-Za-z]{5}$/);

  const json = await client.send(new GetGeneratedTemplateCommand({ GeneratedTemplateName: GeneratedTemplateId }));
  const template = JSON.parse(json.TemplateBody ?? "") as { Metadata: unknown; Resources: Record<string, object> };
  expect(template.Metadata).toEqual({ AWSToolsMetrics: { IaC_Generator: GeneratedTemplateId } });
  expect(template.Resources[logicalId]).toMatchObject({
    Type: "AWS::SQS::Queue",
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
    Properties: {
      QueueName: "work",
      DelaySeconds: 7,
      RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": ["Failed", "Arn"] }, maxReceiveCount: 3 },
      Tags: [{ Key: "team", Value: "blue" }],
    },
  });
  const yaml = await client.send(new GetGeneratedTemplateCommand({ GeneratedTemplateName: "queues", Format: "YAML" }));
  expect(yaml.TemplateBody).toMatch(/^---\n/);
  expect(parse(yaml.TemplateBody ?? "")).toEqual(template);
  await client.send(new ValidateTemplateCommand({ TemplateBody: yaml.TemplateBody }));
});

test("resources that name each other make no circle", async () => {
  const { client, sqs, arn, work, failed } = await setUp();
  const RedriveAllowPolicy = JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [arn("work")] });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: failed, Attributes: { RedriveAllowPolicy } }));
  await client.send(
    new CreateGeneratedTemplateCommand({
      GeneratedTemplateName: "circle",
      Resources: [
        { ...queueOf(work), LogicalResourceId: "Work" },
        { ...queueOf(failed), LogicalResourceId: "Failed" },
      ],
    }),
  );
  await settled();
  const { TemplateBody } = await client.send(new GetGeneratedTemplateCommand({ GeneratedTemplateName: "circle" }));
  await client.send(new ValidateTemplateCommand({ TemplateBody }));
  expect(JSON.parse(TemplateBody ?? "")).toMatchObject({
    Resources: { Failed: { Properties: { RedriveAllowPolicy: { sourceQueueArns: [arn("work")] } } } },
  });
});

test("a generated template can go on from a stack's, be changed, refreshed, listed and deleted", async () => {
  const { client, sqs, work, failed } = await setUp();
  const TemplateBody = JSON.stringify({
    Description: "base",
    Resources: { Base: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: "1" } } },
  });
  const { StackId } = await client.send(new CreateStackCommand({ StackName: "s", TemplateBody }));
  await settled();
  const GeneratedTemplateName = "grown";
  await client.send(
    new CreateGeneratedTemplateCommand({
      GeneratedTemplateName,
      StackName: "s",
      Resources: [{ ...queueOf(work), LogicalResourceId: "Work" }],
      TemplateConfiguration: { DeletionPolicy: "DELETE", UpdateReplacePolicy: "RETAIN" },
    }),
  );
  await settled();
  const body = async (name = GeneratedTemplateName): Promise<unknown> => {
    const answer = await client.send(new GetGeneratedTemplateCommand({ GeneratedTemplateName: name }));
    return JSON.parse(answer.TemplateBody ?? "");
  };
  expect(await body()).toMatchObject({
    Description: "base",
    Resources: { Base: {}, Work: { DeletionPolicy: "Delete", UpdateReplacePolicy: "Retain" } },
  });
  const described = await client.send(new DescribeGeneratedTemplateCommand({ GeneratedTemplateName }));
  expect(described.StackId).toBe(StackId);

  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: work, Attributes: { DelaySeconds: "9" } }));
  await client.send(
    new UpdateGeneratedTemplateCommand({
      GeneratedTemplateName,
      NewGeneratedTemplateName: "renamed",
      AddResources: [{ ...queueOf(failed), LogicalResourceId: "Failed" }],
      TemplateConfiguration: { DeletionPolicy: "RETAIN" },
    }),
  );
  await settled();
  // What was read stays until it is refreshed.
  expect(await body("renamed")).toMatchObject({
    Resources: { Work: { DeletionPolicy: "Retain", Properties: { DelaySeconds: 7 } }, Failed: {} },
  });
  await client.send(
    new UpdateGeneratedTemplateCommand({
      GeneratedTemplateName: "renamed",
      RemoveResources: ["Failed"],
      RefreshAllResources: true,
    }),
  );
  await settled();
  const refreshed = await body("renamed");
  expect(refreshed).toMatchObject({ Resources: { Work: { Properties: { DelaySeconds: 9 } } } });
  expect(refreshed).not.toHaveProperty("Resources.Failed");
  expect((await errorOf(client.send(new GetGeneratedTemplateCommand({ GeneratedTemplateName })))).name).toBe(
    "GeneratedTemplateNotFoundException",
  );

  const { Summaries } = await client.send(new ListGeneratedTemplatesCommand({}));
  expect(Summaries).toEqual([
    expect.objectContaining({ GeneratedTemplateName: "renamed", Status: "COMPLETE", NumberOfResources: 1 }),
  ]);
  await client.send(new DeleteGeneratedTemplateCommand({ GeneratedTemplateName: "renamed" }));
  expect((await client.send(new ListGeneratedTemplatesCommand({}))).Summaries ?? []).toEqual([]);
});

test("what a template cannot have is said, resource by resource", async () => {
  const { client, work } = await setUp();
  await client.send(
    new CreateGeneratedTemplateCommand({
      GeneratedTemplateName: "broken",
      Resources: [queueOf(work), queueOf(`${work}-gone`)],
    }),
  );
  await settled();
  const described = await client.send(new DescribeGeneratedTemplateCommand({ GeneratedTemplateName: "broken" }));
  expect(described).toMatchObject({ Status: "FAILED", Progress: { ResourcesSucceeded: 1, ResourcesFailed: 1 } });
  expect(described.Resources?.map((one) => [one.ResourceStatus, one.ResourceStatusReason])).toEqual([
    ["COMPLETE", undefined],
    ["FAILED", `Resource of type 'AWS::SQS::Queue' with identifier '${work}-gone' was not found.`],
  ]);
  // AWS: API reference, GetGeneratedTemplate: an empty template if there never was a complete one.
  const { Status, TemplateBody } = await client.send(
    new GetGeneratedTemplateCommand({ GeneratedTemplateName: "broken" }),
  );
  expect([Status, TemplateBody]).toEqual(["FAILED", "{}"]);
});

test("refuses what AWS refuses", async () => {
  const { client, work } = await setUp();
  const gone = "arn:aws:cloudformation:us-east-1:123456789012:resourceScan/gone";
  // AWS: codes and statuses of the service's model.
  expect(await errorOf(client.send(new DescribeResourceScanCommand({ ResourceScanId: gone })))).toMatchObject({
    name: "ResourceScanNotFoundException",
    status: 400,
  });
  expect(
    await errorOf(client.send(new DescribeGeneratedTemplateCommand({ GeneratedTemplateName: "gone" }))),
  ).toMatchObject({ name: "GeneratedTemplateNotFoundException", status: 404 });
  const create = (name: string, resource: object) =>
    client.send(
      new CreateGeneratedTemplateCommand({
        GeneratedTemplateName: name,
        Resources: [{ ...queueOf(work), ...resource }],
      }),
    );
  await create("taken", {});
  await settled();
  expect(await errorOf(create("taken", {}))).toMatchObject({ name: "AlreadyExistsException", status: 400 });
  for (const wrong of [
    { ResourceIdentifier: { QueueName: "work" } },
    { ResourceType: "AWS::CDK::Metadata" },
    { LogicalResourceId: "not-alphanumeric" },
  ]) {
    expect(await errorOf(create("new", wrong))).toMatchObject({ name: "ValidationError", status: 400 });
  }
  const ScanFilters = [{ Types: ["AWS::SQS::Queue"] }, { Types: ["AWS::SNS::Topic"] }];
  expect(await errorOf(client.send(new StartResourceScanCommand({ ScanFilters })))).toMatchObject({
    name: "ValidationError",
  });
});

test("one scan runs at a time, and nothing is told of it before it ends", async () => {
  const { resourceTypes } = await (await sharedYard()).registry();
  let isListing = (): void => undefined;
  let goOn = (): void => undefined;
  const listing = new Promise<void>((resolve) => (isListing = resolve));
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  const yard = await testYard({
    resourceTypes: resourceTypes.map((type) =>
      type.typeName === "AWS::SQS::Queue" && type.list !== undefined
        ? {
            ...type,
            async list(context) {
              isListing();
              await gate;
              return (await type.list?.(context)) ?? [];
            },
          }
        : type,
    ),
  });
  const { client, work } = await setUp(yard.account());
  const { ResourceScanId } = await client.send(new StartResourceScanCommand({}));
  await listing;
  const scan = await client.send(new DescribeResourceScanCommand({ ResourceScanId }));
  expect(scan.Status).toBe("IN_PROGRESS");
  expect(scan.PercentageCompleted).toBeGreaterThan(0);
  expect(scan.PercentageCompleted).toBeLessThan(100);
  expect(scan.ResourcesRead).toBeUndefined();
  expect(await errorOf(client.send(new StartResourceScanCommand({})))).toMatchObject({
    name: "ResourceScanInProgressException",
    status: 400,
  });
  expect(await errorOf(client.send(new ListResourceScanResourcesCommand({ ResourceScanId })))).toMatchObject({
    name: "ResourceScanInProgressException",
  });
  goOn();
  await yard.yard.context.jobs.settled();
  const { Resources } = await client.send(
    new ListResourceScanResourcesCommand({ ResourceScanId, ResourceIdentifier: work }),
  );
  expect(Resources).toHaveLength(1);
  await yard.stop();
});
