// Lambda's resource types through CloudFormation: made, changed, read back, deleted.

import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from "@aws-sdk/client-cloudformation";
import {
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { TRUSTS_LAMBDA, lambdaBench } from "./bench.ts";

const template = (answer: string, more: object = {}) =>
  JSON.stringify({
    Resources: {
      Role: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: JSON.parse(TRUSTS_LAMBDA) as unknown,
          Policies: [
            {
              PolicyName: "reads",
              PolicyDocument: {
                Version: "2012-10-17",
                Statement: [{ Effect: "Allow", Action: "sqs:*", Resource: { "Fn::GetAtt": ["Queue", "Arn"] } }],
              },
            },
          ],
        },
      },
      Queue: { Type: "AWS::SQS::Queue" },
      Function: {
        Type: "AWS::Lambda::Function",
        Properties: {
          Runtime: "nodejs22.x",
          Handler: "index.handler",
          Role: { "Fn::GetAtt": ["Role", "Arn"] },
          Code: { ZipFile: `exports.handler = async () => [${JSON.stringify(answer)}, process.env.MODE]` },
          Timeout: "10",
          ReservedConcurrentExecutions: 3,
          Tags: [{ Key: "team", Value: "shop" }],
          ...more,
        },
      },
      Permission: {
        Type: "AWS::Lambda::Permission",
        Properties: {
          FunctionName: { Ref: "Function" },
          Action: "lambda:InvokeFunction",
          Principal: "sns.amazonaws.com",
          SourceAccount: { Ref: "AWS::AccountId" },
        },
      },
      Version: { Type: "AWS::Lambda::Version", Properties: { FunctionName: { Ref: "Function" } } },
      Alias: {
        Type: "AWS::Lambda::Alias",
        Properties: {
          FunctionName: { Ref: "Function" },
          FunctionVersion: { "Fn::GetAtt": ["Version", "Version"] },
          Name: "live",
        },
      },
      Mapping: {
        Type: "AWS::Lambda::EventSourceMapping",
        Properties: {
          FunctionName: { Ref: "Function" },
          EventSourceArn: { "Fn::GetAtt": ["Queue", "Arn"] },
          BatchSize: 5,
          FunctionResponseTypes: ["ReportBatchItemFailures"],
        },
      },
      Retries: {
        Type: "AWS::Lambda::EventInvokeConfig",
        Properties: { FunctionName: { Ref: "Function" }, Qualifier: "$LATEST", MaximumRetryAttempts: 1 },
      },
    },
    Outputs: {
      Name: { Value: { Ref: "Function" } },
      Arn: { Value: { "Fn::GetAtt": ["Function", "Arn"] } },
      Alias: { Value: { Ref: "Alias" } },
    },
  });

test("a stack of all of Lambda's types", async () => {
  const { account, lambda, invoke } = await lambdaBench();
  const cloudFormation = account.client(CloudFormationClient);
  const wait = { client: cloudFormation, maxWaitTime: 15, minDelay: 0.05, maxDelay: 0.1 } as never;
  const StackName = "shop";
  const Capabilities = ["CAPABILITY_IAM" as const];
  await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody: template("one"), Capabilities }));
  await waitUntilStackCreateComplete(wait, { StackName });
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
  const outputs = Object.fromEntries(
    (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  );
  const name = String(outputs["Name"]);
  expect(name).toMatch(/^shop-Function-/);
  expect(outputs["Arn"]).toBe(`arn:aws:lambda:us-east-1:${account.account}:function:${name}`);
  expect(outputs["Alias"]).toBe(`${outputs["Arn"]}:live`);
  expect((await invoke(name)).value).toEqual(["one", null]);
  const made = await lambda.send(new GetFunctionCommand({ FunctionName: name }));
  expect(made).toMatchObject({
    Configuration: { Timeout: 10, MemorySize: 128 },
    Concurrency: { ReservedConcurrentExecutions: 3 },
    Tags: { team: "shop", "aws:cloudformation:logical-id": "Function" },
  });
  const { Policy = "" } = await lambda.send(new GetPolicyCommand({ FunctionName: name }));
  expect(JSON.parse(Policy)).toMatchObject({ Statement: [{ Principal: { Service: "sns.amazonaws.com" } }] });
  expect((await lambda.send(new GetAliasCommand({ FunctionName: name, Name: "live" }))).FunctionVersion).toBe("1");
  const { EventSourceMappings } = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: name }));
  expect(EventSourceMappings).toMatchObject([{ BatchSize: 5, FunctionResponseTypes: ["ReportBatchItemFailures"] }]);
  expect(
    (await lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: name }))).MaximumRetryAttempts,
  ).toBe(1);

  const changed = template("two", { Environment: { Variables: { MODE: "dark" } }, MemorySize: 256 });
  await cloudFormation.send(new UpdateStackCommand({ StackName, TemplateBody: changed, Capabilities }));
  await waitUntilStackUpdateComplete(wait, { StackName });
  expect((await invoke(name)).value).toEqual(["two", "dark"]);
  await cloudFormation.send(new UpdateStackCommand({ StackName, TemplateBody: template("two"), Capabilities }));
  await waitUntilStackUpdateComplete(wait, { StackName });
  const back = await lambda.send(new GetFunctionCommand({ FunctionName: name }));
  expect(back.Configuration?.MemorySize).toBe(128);
  expect((await invoke(name)).value).toEqual(["two", null]);

  await cloudFormation.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(wait, { StackName });
  await expect(lambda.send(new GetFunctionCommand({ FunctionName: name }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
  expect((await lambda.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings).toEqual([]);
});
