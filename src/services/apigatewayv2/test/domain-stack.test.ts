// Custom domains in stacks: a zone, a certificate, an HTTP API of SAM with its domain and records, called by its name; replaced, and gone.

import { ApiGatewayV2Client, GetApiMappingsCommand, GetDomainNamesCommand } from "@aws-sdk/client-apigatewayv2";
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { ListResourceRecordSetsCommand, Route53Client } from "@aws-sdk/client-route-53";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import { send } from "../execute/http/test/fixture.ts";

const Capabilities = ["CAPABILITY_IAM" as const, "CAPABILITY_AUTO_EXPAND" as const];

/** An HTTP API that answers at LABEL.ZONE below `path`. */
const template = (zone: string, label: string, path: string): string =>
  JSON.stringify({
    Transform: "AWS::Serverless-2016-10-31",
    Resources: {
      Zone: { Type: "AWS::Route53::HostedZone", Properties: { Name: zone } },
      Certificate: {
        Type: "AWS::CertificateManager::Certificate",
        Properties: {
          DomainName: `*.${zone}`,
          ValidationMethod: "DNS",
          KeyAlgorithm: "EC_prime256v1",
          DomainValidationOptions: [{ DomainName: `*.${zone}`, HostedZoneId: { Ref: "Zone" } }],
        },
      },
      Shop: {
        Type: "AWS::Serverless::HttpApi",
        Properties: {
          DisableExecuteApiEndpoint: true,
          Domain: {
            DomainName: `${label}.${zone}`,
            CertificateArn: { Ref: "Certificate" },
            BasePath: [path],
            Route53: { HostedZoneId: { Ref: "Zone" }, IpV6: true },
          },
        },
      },
      Hello: {
        Type: "AWS::Serverless::Function",
        Properties: {
          Runtime: "nodejs22.x",
          Handler: "index.handler",
          InlineCode:
            "exports.handler = async (event) => ({ statusCode: 200, body: event.requestContext.domainName });",
          Events: { Get: { Type: "HttpApi", Properties: { ApiId: { Ref: "Shop" }, Path: "/hello", Method: "GET" } } },
        },
      },
    },
    Outputs: { Zone: { Value: { Ref: "Zone" } }, Api: { Value: { Ref: "Shop" } } },
  });

test("a SAM API's domain is made with its records, replaced with another name, and taken away", async () => {
  const yard = await sharedYard();
  const account = yard.account();
  const stacks = account.client(CloudFormationClient);
  const apis = account.client(ApiGatewayV2Client);
  const StackName = "domains";
  const settle = async (): Promise<Map<string | undefined, string>> => {
    await yard.yard.context.jobs.settled();
    const { StackEvents = [] } = await stacks.send(new DescribeStackEventsCommand({ StackName }));
    const failed = StackEvents.filter((event) => event.ResourceStatus?.endsWith("_FAILED"));
    expect(failed.map((event) => `${event.LogicalResourceId}: ${event.ResourceStatusReason}`)).toEqual([]);
    const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName }));
    return new Map(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue = "" }) => [OutputKey, OutputValue]));
  };
  const zone = `s${account.account}.test`;
  await stacks.send(
    new CreateStackCommand({ StackName, TemplateBody: template(zone, "shop", "v1/shop"), Capabilities }),
  );
  const outputs = await settle();
  const called = await send(yard, `shop.${zone}`, "GET /v1/shop/hello");
  expect([called.status, called.text]).toEqual([200, `shop.${zone}`]);
  // AWS: "Disable the default endpoint": the domain alone answers.
  expect((await send(yard, `${outputs.get("Api")}.execute-api.localhost`, "GET /hello")).status).toBe(404);
  const records = async (): Promise<string[]> => {
    const { ResourceRecordSets = [] } = await account
      .client(Route53Client)
      .send(new ListResourceRecordSetsCommand({ HostedZoneId: outputs.get("Zone") }));
    return ResourceRecordSets.filter(({ AliasTarget }) => AliasTarget !== undefined).map(
      ({ Name, Type }) => `${Name} ${Type}`,
    );
  };
  expect(await records()).toEqual([`shop.${zone}. A`, `shop.${zone}. AAAA`]);

  // Another path changes the mapping in place; another name replaces the domain, and with it the mapping. AWS: the types' "Update requires".
  await stacks.send(new UpdateStackCommand({ StackName, TemplateBody: template(zone, "shop", "v2"), Capabilities }));
  await settle();
  expect((await send(yard, `shop.${zone}`, "GET /v2/hello")).status).toBe(200);
  await stacks.send(new UpdateStackCommand({ StackName, TemplateBody: template(zone, "market", "v2"), Capabilities }));
  await settle();
  expect((await send(yard, `market.${zone}`, "GET /v2/hello")).status).toBe(200);
  const { Items = [] } = await apis.send(new GetDomainNamesCommand({}));
  expect(Items.map(({ DomainName }) => DomainName)).toEqual([`market.${zone}`]);
  const mappings = await apis.send(new GetApiMappingsCommand({ DomainName: `market.${zone}` }));
  expect(mappings.Items?.map(({ ApiMappingKey }) => ApiMappingKey)).toEqual(["v2"]);
  expect(await records()).toEqual([`market.${zone}. A`, `market.${zone}. AAAA`]);

  await stacks.send(new DeleteStackCommand({ StackName }));
  await yard.yard.context.jobs.settled();
  expect((await apis.send(new GetDomainNamesCommand({}))).Items).toEqual([]);
}, 60_000);
