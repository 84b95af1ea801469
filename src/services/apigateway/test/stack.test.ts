// REST APIs in stacks: definitions from buckets, Ref and GetAtt, replacement, and what a stack leaves behind.

import {
  APIGatewayClient,
  GetResourcesCommand,
  GetRestApiCommand,
  GetStageCommand,
  GetStagesCommand,
} from "@aws-sdk/client-api-gateway";
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

const yard = await sharedYard();
const ref = (name: string) => ({ Ref: name });

const definition = (path: string) => ({
  openapi: "3.0.1",
  info: { title: "from a bucket", version: "1" },
  paths: { [path]: { get: { responses: {}, "x-amazon-apigateway-integration": { type: "mock" } } } },
});

/** An API from a bucket, a deployment of its own stage, and another stage. */
const template = (Key: string, StageName: string, extra: object = {}) => ({
  Resources: {
    Api: { Type: "AWS::ApiGateway::RestApi", Properties: { BodyS3Location: { Bucket: "definitions", Key }, ...extra } },
    Deployment: { Type: "AWS::ApiGateway::Deployment", Properties: { RestApiId: ref("Api"), StageName: "own" } },
    Live: {
      Type: "AWS::ApiGateway::Stage",
      Properties: { RestApiId: ref("Api"), DeploymentId: ref("Deployment"), StageName },
    },
  },
  Outputs: {
    Api: { Value: ref("Api") },
    Root: { Value: { "Fn::GetAtt": ["Api", "RootResourceId"] } },
    Deployment: { Value: { "Fn::GetAtt": ["Deployment", "DeploymentId"] } },
    Stage: { Value: ref("Live") },
  },
});

async function prepared() {
  const account = yard.account();
  const stacks = account.client(CloudFormationClient);
  const s3 = account.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket: "definitions" })).catch(() => undefined);
  const settle = async (): Promise<Record<string, string>> => {
    await yard.yard.context.jobs.settled();
    const { StackEvents = [] } = await stacks.send(new DescribeStackEventsCommand({ StackName: "rest" }));
    const failed = StackEvents.filter((event) => event.ResourceStatus?.endsWith("_FAILED"));
    expect(failed.map((event) => `${event.LogicalResourceId}: ${event.ResourceStatusReason}`)).toEqual([]);
    const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName: "rest" }));
    return Object.fromEntries(
      (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    );
  };
  return { account, stacks, s3, settle, gateway: account.client(APIGatewayClient) };
}

test("a stack makes an API of a definition in a bucket, replaces its stage, and leaves nothing", async () => {
  // Goal: BodyS3Location, Ref, GetAtt, replacement and deletion; method: one stack through its life.
  const { stacks, s3, settle, gateway } = await prepared();
  const Bucket = "definitions";
  await s3.send(new PutObjectCommand({ Bucket, Key: "1.json", Body: JSON.stringify(definition("/a")) }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "2.json", Body: JSON.stringify(definition("/b")) }));
  const TemplateBody = JSON.stringify(template("1.json", "live", { Description: "of the stack" }));
  await stacks.send(new CreateStackCommand({ StackName: "rest", TemplateBody }));
  const first = await settle();
  const restApiId = first["Api"] ?? "";
  const api = await gateway.send(new GetRestApiCommand({ restApiId }));
  // The properties win over the definition; CloudFormation's tags are there.
  expect(api).toMatchObject({ name: "from a bucket", description: "of the stack", rootResourceId: first["Root"] });
  expect(api.tags).toMatchObject({ "aws:cloudformation:logical-id": "Api" });
  expect(first["Stage"]).toBe("live");
  const stage = await gateway.send(new GetStageCommand({ restApiId, stageName: "live" }));
  expect(stage.deploymentId).toBe(first["Deployment"]);

  await stacks.send(
    new UpdateStackCommand({ StackName: "rest", TemplateBody: JSON.stringify(template("2.json", "next")) }),
  );
  const second = await settle();
  expect(second).toEqual({ ...first, Stage: "next" });
  const { items } = await gateway.send(new GetResourcesCommand({ restApiId }));
  expect(items?.map(({ path }) => path)).toEqual(["/", "/b"]);
  const { item } = await gateway.send(new GetStagesCommand({ restApiId }));
  expect(item?.map(({ stageName }) => stageName)).toEqual(["next", "own"]);

  await stacks.send(new DeleteStackCommand({ StackName: "rest" }));
  await yard.yard.context.jobs.settled();
  await expect(gateway.send(new GetRestApiCommand({ restApiId }))).rejects.toMatchObject({ name: "NotFoundException" });
});
