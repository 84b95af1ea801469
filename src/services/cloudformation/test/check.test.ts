// Goal: `check` says the truth before a deployment. Method: templates with something of each kind, checked without a yard, against the types that
// the cloud registers.

import { expect, test } from "vitest";
import { checkTemplate } from "../../../checks.ts";
import type { TemplateCheck } from "../../../checks.ts";

function check(text: string): Promise<TemplateCheck> {
  return checkTemplate({ text, file: "template.yaml" }, "eu-west-1");
}

test("tells what is enforced, kept and not supported, with the place of each", async () => {
  const { resources, problems, unsupported } = await check(`
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 60
      SqsManagedSseEnabled: true
  Cluster:
    Type: AWS::ECS::Cluster
    Properties: { ClusterName: web }
  Thing:
    Type: Custom::Thing
    Properties: { ServiceToken: "arn:aws:lambda:eu-west-1:123456789012:function:thing", Any: 1 }
`);
  expect(problems).toEqual([]);
  expect(unsupported).toEqual([]);
  expect(resources).toEqual([
    {
      logicalId: "Orders",
      typeName: "AWS::SQS::Queue",
      support: "kept",
      position: { file: "template.yaml", line: 4, column: 5 },
      properties: [
        { path: "VisibilityTimeout", support: "enforced", position: { file: "template.yaml", line: 6, column: 7 } },
        {
          path: "SqsManagedSseEnabled",
          support: "kept",
          onAws: "encrypts messages with keys of SQS",
          position: { file: "template.yaml", line: 7, column: 7 },
        },
      ],
    },
    expect.objectContaining({
      logicalId: "Cluster",
      support: "unsupported",
      properties: [expect.objectContaining({ path: "ClusterName", support: "unsupported" })],
    }),
    expect.objectContaining({ logicalId: "Thing", support: "enforced" }),
  ]);
});

test("refuses what is not supported below a property, unless it says that it is off", async () => {
  const site = (origin: string, behaviour: string) => `
Resources:
  Site:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
        WebACLId: ""
        Origins:
          - { Id: a, DomainName: a.example.com, ${origin} }
        DefaultCacheBehavior: { TargetOriginId: a, ViewerProtocolPolicy: allow-all, ${behaviour} }
`;
  const off = "GrpcConfig: { Enabled: false }, LambdaFunctionAssociations: [], SmoothStreaming: false";
  const taken = await check(site("VpcOriginConfig: !Ref AWS::NoValue", off));
  expect(taken.resources[0]?.properties.filter(({ support }) => support === "unsupported")).toEqual([]);
  expect(taken.problems).toEqual([]);

  const edge = "LambdaFunctionAssociations: [{ EventType: viewer-request, LambdaFunctionARN: arn }]";
  const { resources } = await check(site("VpcOriginConfig: { VpcOriginId: vo-1 }", edge));
  expect(resources[0]?.support).toBe("unsupported");
  expect(resources[0]?.properties.filter(({ support }) => support === "unsupported").map(({ path }) => path)).toEqual([
    "DistributionConfig.DefaultCacheBehavior.LambdaFunctionAssociations",
    "DistributionConfig.Origins.VpcOriginConfig",
  ]);
});

test("checks what SAM makes, at the lines of what it was made from", async () => {
  const { resources, unprocessed } = await check(`
Transform: AWS::Serverless-2016-10-31
Resources:
  Greet:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: index.handler
      InlineCode: "exports.handler = async () => 1;"
      Tracing: Active
`);
  expect(unprocessed).toEqual([]);
  expect(resources.map(({ logicalId, support, position }) => [logicalId, support, position?.line])).toEqual([
    ["GreetRole", "enforced", 5],
    ["Greet", "kept", 5],
  ]);
  const kept = resources
    .find(({ logicalId }) => logicalId === "Greet")
    ?.properties.find(({ support }) => support === "kept");
  expect(kept).toMatchObject({ path: "TracingConfig", onAws: "samples invocations for X-Ray" });
});

test("tells mistakes apart from what only this cloud does not have", async () => {
  const { problems, unsupported } = await check(`
Transform: AWS::SecretsManager-2020-07-23
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties: { VisibilityTimout: 60 }
`);
  expect(unsupported.map(({ code, position }) => [code, position?.line])).toEqual([
    ["TEMPLATE_UNSUPPORTED_TRANSFORM", 2],
  ]);
  // What transforms make is not known, so nothing else is judged but what is written.
  expect(problems).toEqual([]);
  const misspelt = await check(
    "Resources: { Orders: { Type: AWS::SQS::Queue, Properties: { VisibilityTimout: 60 } } }",
  );
  expect(misspelt.problems.map(({ code, path }) => [code, path])).toEqual([
    ["TEMPLATE_UNKNOWN_PROPERTY", "Properties.VisibilityTimout"],
  ]);
  const unreadable = await check("Resources: [");
  expect(unreadable.problems.map(({ code }) => code)).toEqual(["TEMPLATE_SYNTAX"]);
  expect(unreadable.resources).toEqual([]);
});

test("says which transforms only a deployment runs", async () => {
  const { unprocessed, resources } = await check(
    "{ Transform: [Company], Resources: { Orders: { Type: AWS::SQS::Queue } } }",
  );
  expect(unprocessed).toEqual(["Company"]);
  expect(resources).toMatchObject([{ logicalId: "Orders", support: "enforced" }]);
});
