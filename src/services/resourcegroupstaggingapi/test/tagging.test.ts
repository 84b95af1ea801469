// The Resource Groups Tagging API through the real SDK, over the services that take part.

import { ApiGatewayV2Client, CreateApiCommand } from "@aws-sdk/client-apigatewayv2";
import { CloudFormationClient, CreateStackCommand, DeleteStackCommand } from "@aws-sdk/client-cloudformation";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  GetResourcesCommand,
  type GetResourcesCommandInput,
  GetTagKeysCommand,
  GetTagValuesCommand,
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
  TagResourcesCommand,
  UntagResourcesCommand,
} from "@aws-sdk/client-resource-groups-tagging-api";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect, it } from "vitest";
import { sharedYard, type TestAccount } from "../../../testing/harness.ts";

async function arns(client: ResourceGroupsTaggingAPIClient, input: GetResourcesCommandInput = {}): Promise<string[]> {
  const found: string[] = [];
  for await (const { ResourceTagMappingList = [] } of paginateGetResources({ client }, input))
    found.push(...ResourceTagMappingList.map(({ ResourceARN = "" }) => ResourceARN));
  return found;
}

/** One untagged resource of each kind that can be made in one call; gives their ARNs. */
async function makeOneOfEach(account: TestAccount): Promise<string[]> {
  const { account: id, region } = account;
  await account.client(SQSClient).send(new CreateQueueCommand({ QueueName: "each" }));
  await account.client(SNSClient).send(new CreateTopicCommand({ Name: "each" }));
  await account.client(DynamoDBClient).send(
    new CreateTableCommand({
      TableName: "each",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    }),
  );
  await account.client(S3Client).send(new CreateBucketCommand({ Bucket: `each-${id}` }));
  await account.client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName: "/each/group" }));
  const parameters = account.client(SSMClient);
  for (const Name of ["each", "/each/one"])
    await parameters.send(new PutParameterCommand({ Name, Value: "v", Type: "String" }));
  const { ApiId } = await account
    .client(ApiGatewayV2Client)
    .send(new CreateApiCommand({ Name: "each", ProtocolType: "HTTP" }));
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sqs:*", Resource: "*" }],
  });
  await account.client(IAMClient).send(new CreatePolicyCommand({ PolicyName: "each", PolicyDocument }));
  return [
    `arn:aws:apigateway:${region}::/apis/${ApiId}`,
    `arn:aws:dynamodb:${region}:${id}:table/each`,
    `arn:aws:iam::${id}:policy/each`,
    `arn:aws:logs:${region}:${id}:log-group:/each/group`,
    `arn:aws:s3:::each-${id}`,
    `arn:aws:sns:${region}:${id}:each`,
    `arn:aws:sqs:${region}:${id}:each`,
    `arn:aws:ssm:${region}:${id}:parameter/each`,
    `arn:aws:ssm:${region}:${id}:parameter/each/one`,
  ];
}

it("tags, finds and untags resources of all services", async () => {
  // One resource of each kind gets two tags by this API; it must show there, by every filter, and vanish with its last tag.
  const yard = await sharedYard();
  const account = yard.account();
  const client = account.client(ResourceGroupsTaggingAPIClient);
  const all = await makeOneOfEach(account);
  // AWS: GetResources does not return untagged resources.
  expect(await arns(client)).toEqual([]);
  const Tags = { environment: "dev", owner: "me" };
  const { FailedResourcesMap } = await client.send(new TagResourcesCommand({ ResourceARNList: all, Tags }));
  expect(FailedResourcesMap).toEqual({});
  expect(await arns(client)).toEqual(all);
  expect(await arns(client, { ResourcesPerPage: 2 })).toEqual(all);
  expect(
    await arns(client, { TagFilters: [{ Key: "environment", Values: ["test", "dev"] }, { Key: "owner" }] }),
  ).toEqual(all);
  expect(await arns(client, { TagFilters: [{ Key: "environment", Values: ["test"] }] })).toEqual([]);
  expect(await arns(client, { TagFilters: [{ Key: "environment" }, { Key: "absent" }] })).toEqual([]);
  const typed = await arns(client, { ResourceTypeFilters: ["sqs", "dynamodb:table", "sns:topic", "logs:nothing"] });
  expect(typed).toEqual(all.filter((arn) => /:(sqs|dynamodb|sns):/.test(arn)));
  const { ResourceTagMappingList: [only] = [] } = await client.send(
    new GetResourcesCommand({ ResourceARNList: [all[0] ?? "", "arn:aws:sqs:us-east-1:000000000000:absent"] }),
  );
  expect(only).toEqual({
    ResourceARN: all[0],
    Tags: [
      { Key: "environment", Value: "dev" },
      { Key: "owner", Value: "me" },
    ],
  });
  expect((await client.send(new GetTagKeysCommand({}))).TagKeys).toEqual(["environment", "owner"]);
  expect((await client.send(new GetTagValuesCommand({ Key: "owner" }))).TagValues).toEqual(["me"]);
  await client.send(new UntagResourcesCommand({ ResourceARNList: all, TagKeys: ["owner"] }));
  expect((await client.send(new GetTagKeysCommand({}))).TagKeys).toEqual(["environment"]);
  const untagged = await client.send(
    new UntagResourcesCommand({ ResourceARNList: all, TagKeys: ["environment", "absent"] }),
  );
  expect(untagged.FailedResourcesMap).toEqual({});
  expect(await arns(client)).toEqual([]);
});

it("shows what is left of a stack", async () => {
  // The sweep that people do on AWS: everything with the stack's own tag; after the deletion there is nothing.
  const yard = await sharedYard();
  const account = yard.account();
  const client = account.client(ResourceGroupsTaggingAPIClient);
  const stacks = account.client(CloudFormationClient);
  await account
    .client(SESv2Client)
    .send(new CreateEmailIdentityCommand({ EmailIdentity: "a@example.com", Tags: [{ Key: "stage", Value: "other" }] }));
  await stacks.send(
    new CreateStackCommand({
      StackName: "swept",
      Tags: [{ Key: "stage", Value: "dev" }],
      TemplateBody: JSON.stringify({
        Resources: { Queue: { Type: "AWS::SQS::Queue" }, Topic: { Type: "AWS::SNS::Topic" } },
      }),
    }),
  );
  await yard.yard.context.jobs.settled();
  const sweep = { TagFilters: [{ Key: "stage", Values: ["dev"] }] };
  const services = (await arns(client, sweep)).map((arn) => arn.split(":")[2]);
  expect(services).toEqual(["cloudformation", "sns", "sqs"]);
  const byStack = { TagFilters: [{ Key: "aws:cloudformation:stack-name", Values: ["swept"] }] };
  expect((await arns(client, byStack)).map((arn) => arn.split(":")[2])).toEqual(["sns", "sqs"]);
  await stacks.send(new DeleteStackCommand({ StackName: "swept" }));
  await yard.yard.context.jobs.settled();
  expect(await arns(client, sweep)).toEqual([]);
});

it("says of each resource why it could not be tagged", async () => {
  // AWS: TagResources: FailedResourcesMap has the hosting service's code; the caller needs its permission besides.
  const yard = await sharedYard();
  const account = yard.account();
  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: "tagger" }));
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["tag:*", "sqs:GetQueueUrl"], Resource: "*" }],
  });
  await iam.send(new PutUserPolicyCommand({ UserName: "tagger", PolicyName: "tag", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "tagger" }));
  const client = account.clientWith(ResourceGroupsTaggingAPIClient, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
  await account.client(SQSClient).send(new CreateQueueCommand({ QueueName: "closed", tags: { a: "1" } }));
  const queue = `arn:aws:sqs:us-east-1:${account.account}:closed`;
  const foreign = "arn:aws:sqs:us-east-1:000000000000:closed";
  const unknown = `arn:aws:nosuch:us-east-1:${account.account}:thing`;
  const { FailedResourcesMap = {} } = await client.send(
    new TagResourcesCommand({ ResourceARNList: [queue, foreign, unknown], Tags: { b: "2" } }),
  );
  const codes = Object.fromEntries(Object.entries(FailedResourcesMap).map(([arn, { ErrorCode }]) => [arn, ErrorCode]));
  expect(codes).toEqual({
    [queue]: "AccessDeniedException",
    [foreign]: "InvalidParameterException",
    [unknown]: "InvalidParameterException",
  });
  // Looking needs tag:GetResources only.
  expect(await arns(client)).toEqual([queue]);
});

it("refuses what AWS refuses", async () => {
  // AWS: GetResources: parameters that exclude each other, and their ranges.
  const yard = await sharedYard();
  const client = yard.account().client(ResourceGroupsTaggingAPIClient);
  const list = ["arn:aws:sqs:us-east-1:000000000000:a"];
  const refused: GetResourcesCommandInput[] = [
    { ResourceARNList: list, TagFilters: [{ Key: "a" }] },
    { ResourceARNList: list, ResourceTypeFilters: ["sqs"] },
    { ResourceARNList: list, ResourcesPerPage: 5 },
    { ResourcesPerPage: 101 },
    { ResourcesPerPage: 0 },
    { TagsPerPage: 99 },
    { PaginationToken: "no" },
  ];
  for (const input of refused)
    await expect(client.send(new GetResourcesCommand(input)), JSON.stringify(input)).rejects.toMatchObject({
      name: "InvalidParameterException",
    });
  await expect(
    client.send(new TagResourcesCommand({ ResourceARNList: list, Tags: { "aws:a": "b" } })),
  ).rejects.toMatchObject({ name: "InvalidParameterException" });
});
