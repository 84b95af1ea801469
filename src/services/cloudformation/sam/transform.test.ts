// Goal: the transform makes what AWS's makes, generated names included. Method: our own templates in test/corpus/sam, each with the
// output of AWS's reference translator (aws-sam-translator 1.110.0, region us-east-1) beside it.

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseTemplate } from "../template/parse.ts";
import { isRecord } from "../template/values.ts";
import { transformServerless } from "./transform.ts";

const corpus = new URL("../../../../test/corpus/sam/", import.meta.url);
const names = readdirSync(corpus).filter((name) => name.endsWith(".yaml"));

function transform(text: string): ReturnType<typeof transformServerless> {
  const { value, positions } = parseTemplate(text);
  const pseudo = { "AWS::Partition": "aws", "AWS::Region": "us-east-1" };
  return transformServerless(isRecord(value) ? value : {}, positions, pseudo);
}

test.each(names)("%s", (name) => {
  const text = readFileSync(new URL(name, corpus), "utf8");
  const expected: unknown = JSON.parse(readFileSync(new URL(name.replace(".yaml", ".expected.json"), corpus), "utf8"));
  expect(withoutHashes(transform(text))).toEqual(withoutHashes({ template: expected }));
});

test("a section Transform that was taken away before stays away", () => {
  expect(transform("Resources: { Queue: { Type: AWS::SQS::Queue } }")).toEqual({
    template: { Resources: { Queue: { Type: "AWS::SQS::Queue" } } },
  });
});

/** A REST API's deployment is named by a hash of its document: of canonical JSON here, of Python 2.7's text there. */
function withoutHashes(value: unknown): unknown {
  const text = JSON.stringify(value)
    .replaceAll(/Deployment[0-9a-f]{10}\b/g, "DeploymentHASH")
    .replaceAll(/deployment id: [0-9a-f]{40}/g, "deployment id: HASH");
  return JSON.parse(text) as unknown;
}

describe("an invalid application is refused in SAM's words, with the place", () => {
  const messageOf = (text: string): unknown => {
    const result = transform(text);
    return "problems" in result
      ? result.problems.map(({ awsMessage, position }) => `${position?.line}:${position?.column} ${awsMessage}`)
      : result;
  };
  const PREFIX =
    "Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless Application Specification document.";

  test("an unknown property", () => {
    expect(
      messageOf("Resources:\n  A:\n    Type: AWS::Serverless::Function\n    Properties:\n      Colour: red\n"),
    ).toEqual([
      `5:7 ${PREFIX} Number of errors found: 1. Resource with id [A] is invalid. property Colour not defined for resource of type AWS::Serverless::Function`,
    ]);
  });

  test("what would be written into a definition that the translator does not see", () => {
    const api = (property: string): string =>
      `Resources:\n  A:\n    Type: AWS::Serverless::HttpApi\n    Properties:\n      ${property}\n      DefinitionBody: { Fn::Sub: x }\n`;
    const start = `${PREFIX} Number of errors found: 1. Resource with id [A] is invalid.`;
    const lacking = "because 'DefinitionBody' does not contain a valid OpenApi definition.";
    expect(messageOf(api("CorsConfiguration: true"))).toEqual([
      `5:7 ${start} Unable to add Cors configuration ${lacking}`,
    ]);
    expect(messageOf(api("Auth: { EnableIamAuthorizer: true }"))).toEqual([
      `5:7 ${start} Unable to add Auth configuration ${lacking}`,
    ]);
    expect(messageOf(api("Tags: { a: b }"))).toEqual([`5:7 ${start} Unable to add \`Tags\` ${lacking}`]);
    expect(messageOf(api("DisableExecuteApiEndpoint: true"))).toEqual([
      `6:7 ${start} Structure of the SAM template is invalid. Invalid OpenApi document. Invalid values or missing keys for 'openapi' or 'paths' in 'DefinitionBody'.`,
    ]);
    expect(messageOf(api("Name: a").replace("{ Fn::Sub: x }", "{ openapi: 3.0.1, paths: {} }"))).toEqual([
      `5:7 ${start} Unable to set Name because it is already defined within inline OpenAPI specified in the 'DefinitionBody' property.`,
    ]);
  });

  test("the value of a parameter with NoEcho does not come into the template", () => {
    const text = `Parameters: { Secret: { Type: String, NoEcho: true, Default: hidden } }
Resources: { Api: { Type: AWS::Serverless::HttpApi, Properties: { CorsConfiguration: { AllowOrigins: [!Ref Secret] } } } }
`;
    expect(JSON.stringify(messageOf(text))).toContain('"allowOrigins":[{"Ref":"Secret"}]');
  });

  const KAFKA = "Type: SelfManagedKafka, Properties: { KafkaBootstrapServers: [a], Topics: [t]";
  const NO_NETWORK =
    "VPC_SUBNET and VPC_SECURITY_GROUP in SourceAccessConfigurations for SelfManagedKafka must be both provided.";
  test.each([
    ["Type: MQ, Properties: { Broker: b }", "No SourceAccessConfigurations for Amazon MQ event provided."],
    [
      "Type: DocumentDB, Properties: { Cluster: c, DatabaseName: d, SourceAccessConfigurations: [{ Type: VIRTUAL_HOST, URI: u }] }",
      "Invalid property Type specified in SourceAccessConfigurations. The supported values are: ['BASIC_AUTH'].",
    ],
    [
      "Type: MQ, Properties: { Broker: b, SourceAccessConfigurations: [{ Type: VIRTUAL_HOST, URI: u }] }",
      "No BASIC_AUTH property specified in SourceAccessConfigurations.",
    ],
    [`${KAFKA} }`, "No SourceAccessConfigurations for self managed kafka event provided."],
    [`${KAFKA}, SourceAccessConfigurations: [{ Type: VPC_SUBNET, URI: u }] }`, NO_NETWORK],
  ])("the event %s", (event, message) => {
    const text = `Resources: { F: { Type: AWS::Serverless::Function, Properties: { CodeUri: "s3://b/k", Handler: a, Runtime: b, Events: { E: { ${event} } } } } }`;
    expect(String(messageOf(text))).toContain(
      `Resource with id [F] is invalid. Event with id [E] is invalid. ${message}`,
    );
  });

  test.each([
    ["SchemaInline: a", "Missing required property 'Auth'."],
    ["Auth: { Type: API_KEY }", "One of 'SchemaInline' or 'SchemaUri' must be set."],
    ["Auth: { Type: KEY }, SchemaInline: a", "Property 'Auth.Type' is invalid."],
    [
      "Auth: { Type: API_KEY }, SchemaInline: a, Resolvers: { Query: { get: { Runtime: { Name: APPSYNC_JS, Version: 1.0.0 }, Pipeline: [x] } } }",
      "Resource with id [get] is invalid. Function 'x' does not exist.",
    ],
    [
      "Auth: { Type: API_KEY }, SchemaInline: a, DataSources: { Lambda: { f: {} } }",
      "Property 'DataSources.Lambda.f.FunctionArn' is invalid.",
    ],
    ["Auth: { Type: AWS_LAMBDA }, SchemaInline: a", "'LambdaAuthorizer' must be defined if type is 'AWS_LAMBDA'."],
  ])("the GraphQL API { %s }", (properties, message) => {
    const text = `Resources: { G: { Type: AWS::Serverless::GraphQLApi, Properties: { ${properties} } } }`;
    expect(String(messageOf(text))).toContain(message);
  });

  test("a type, a resource and an event, all at once", () => {
    const text = `Resources:
  Machine:
    Type: AWS::Serverless::Unheard
  Canary:
    Type: AWS::Serverless::Function
    Properties:
      PropagateTags: true
  Nightly:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: s3://bucket/key
      Events:
        Night: { Type: MSK, Properties: { SchemaRegistryConfig: {} } }
`;
    expect(messageOf(text)).toEqual([
      `3:5 ${PREFIX} Number of errors found: 3. Resource with id [Machine] is invalid. The type AWS::Serverless::Unheard is not supported by this cloud yet`,
      `7:7 ${PREFIX} Number of errors found: 3. Resource with id [Canary] is invalid. Only one of 'InlineCode' or 'CodeUri' can be set.`,
      `13:41 ${PREFIX} Number of errors found: 3. Resource with id [NightlyNight] is invalid. Missing required property 'StartingPosition'.`,
    ]);
  });

  test.each([
    [
      "Globals: { Zzz: {} }",
      "'Globals' section is invalid. 'Zzz' is not supported. Must be one of the following values - ['Api', 'CapacityProvider', 'Function', 'HttpApi', 'LayerVersion', 'SimpleTable', 'StateMachine', 'WebSocketApi']",
    ],
    [
      "Globals: { SimpleTable: { TableName: a } }",
      "'Globals' section is invalid. 'TableName' is not a supported property of 'SimpleTable'. Must be one of the following values - ['SSESpecification']",
    ],
    ["Globals: { SimpleTable: a }", "'Globals' section is invalid. Value of ${section} must be a dictionary"],
  ])("%s", (globals, message) => {
    expect(messageOf(`${globals}\nResources: { T: { Type: AWS::Serverless::SimpleTable } }`)).toEqual([
      expect.stringContaining(`Number of errors found: 1. ${message}`) as unknown,
    ]);
  });

  test("IgnoreGlobals takes defaults away, and only those that are there", () => {
    const template = (ignored: string): string => `Globals: { SimpleTable: { SSESpecification: { SSEEnabled: true } } }
Resources: { T: { Type: AWS::Serverless::SimpleTable, IgnoreGlobals: ${ignored} } }`;
    expect(JSON.stringify(messageOf(template("[]")))).toContain("SSEEnabled");
    expect(JSON.stringify(messageOf(template("[SSESpecification]")))).not.toContain("SSEEnabled");
    expect(JSON.stringify(messageOf(template("'*'")))).not.toContain("SSEEnabled");
    expect(String(messageOf(template("[Tags]")))).toContain(
      "Resource with id [T] is invalid. Resource T has invalid resource attribute 'IgnoreGlobals' on item 'Tags'.",
    );
  });

  const ROUTED = "Routes: { $connect: { FunctionArn: a } }, RouteSelectionExpression: x";
  test.each([
    ["RouteSelectionExpression: x", "Missing required property 'Routes'."],
    ["Routes: {}, RouteSelectionExpression: x", "WebSocket API must have at least one route."],
    ["Routes: { a-b: { FunctionArn: a } }, RouteSelectionExpression: x", "Route key 'a-b' must be alphanumeric."],
    ["Routes: { a: {} }, RouteSelectionExpression: x", "Route must have associated function."],
    [`${ROUTED}, StageName: $default`, "Stages cannot be named $default for WebSocket APIs."],
    [`${ROUTED}, IpAddressType: ipv6`, "IpAddressType must be 'ipv4' or 'dualstack'."],
    [`${ROUTED}, Auth: { AuthType: CUSTOM }`, "AuthArn must be specified if AuthType is CUSTOM."],
    [`${ROUTED}, Auth: { AuthArn: a }`, "AuthType must be specified for additional auth configurations."],
  ])("the WebSocket API { %s }", (properties, message) => {
    const text = `Resources: { W: { Type: AWS::Serverless::WebSocketApi, Properties: { ${properties} } } }`;
    expect(String(messageOf(text))).toContain(`Resource with id [W] is invalid. ${message}`);
  });
});
