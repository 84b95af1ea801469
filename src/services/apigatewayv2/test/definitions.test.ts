// Goal: definitions make the API that they describe, and what is exported makes it again. Method: import, export and reimport through the SDK.

import {
  ApiGatewayV2Client,
  ExportApiCommand,
  GetAuthorizersCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  ImportApiCommand,
  ReimportApiCommand,
} from "@aws-sdk/client-apigatewayv2";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { sharedYard, type TestAccount } from "../../../testing/harness.ts";

const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:pay";
const EXAMPLE = `
openapi: 3.0.1
info: { title: shop, version: "7", description: sells }
servers: [{ url: "https://api.example.com/{base}", variables: { base: { default: v1/shop } } }]
tags: [{ name: team, x-amazon-apigateway-tag-value: blue }]
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      security: [{ users: [orders.read] }]
      x-amazon-apigateway-integration: { $ref: "#/components/x-amazon-apigateway-integrations/pay" }
    delete:
      security: [{ sigv4: [] }]
      x-amazon-apigateway-integration: { $ref: "#/components/x-amazon-apigateway-integrations/pay" }
  /checks:
    x-amazon-apigateway-any-method:
      security: [{ check: [] }]
      x-amazon-apigateway-integration:
        type: http_proxy
        httpMethod: ANY
        uri: https://backend.example.com/checks
        payloadFormatVersion: "1.0"
        requestParameters: { "overwrite:header.x-a": $context.requestId }
        responseParameters: { "404": { "overwrite:statuscode": "400" } }
        timeoutInMillis: 5000
  /$default:
    x-amazon-apigateway-any-method:
      isDefaultRoute: true
      x-amazon-apigateway-integration:
        type: aws_proxy
        integrationSubtype: EventBridge-PutEvents
        credentials: arn:aws:iam::123456789012:role/events
        requestParameters: { Detail: $request.body, DetailType: d, Source: s }
        payloadFormatVersion: "1.0"
components:
  x-amazon-apigateway-integrations:
    pay: { type: aws_proxy, httpMethod: POST, uri: "${FUNCTION}", payloadFormatVersion: "2.0" }
  securitySchemes:
    users:
      type: oauth2
      x-amazon-apigateway-authorizer:
        type: jwt
        identitySource: $request.header.Authorization
        jwtConfiguration: { issuer: https://issuer.example.com, audience: [shop] }
    check:
      type: apiKey
      name: Unused
      in: header
      x-amazon-apigateway-authorizer:
        type: request
        identitySource: $request.header.a, $context.routeKey
        authorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations
        authorizerPayloadFormatVersion: "2.0"
        enableSimpleResponses: true
        authorizerResultTtlInSeconds: 60
    sigv4: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4 }
x-amazon-apigateway-cors: { allowOrigins: ["https://shop.example"], allowMethods: [GET], maxAge: 5 }
`;

/** The example, with roles of this account. */
function definitionOf({ account }: TestAccount): string {
  return EXAMPLE.replaceAll("123456789012:role", `${account}:role`);
}

/** All that matters of an API, without ids. */
async function shown(apis: ApiGatewayV2Client, ApiId: string): Promise<unknown> {
  const routes = (await apis.send(new GetRoutesCommand({ ApiId }))).Items ?? [];
  const integrations = (await apis.send(new GetIntegrationsCommand({ ApiId }))).Items ?? [];
  const authorizers = (await apis.send(new GetAuthorizersCommand({ ApiId }))).Items ?? [];
  return {
    integrations: integrations.length,
    authorizers: authorizers
      .map(({ AuthorizerId: _id, ...rest }) => rest)
      .toSorted((a, b) => String(a.Name).localeCompare(String(b.Name))),
    routes: routes
      .map(({ RouteId: _id, Target, AuthorizerId, ...rest }) => {
        const found = integrations.find(({ IntegrationId }) => Target === `integrations/${IntegrationId}`);
        const { IntegrationId: _integrationId, ...integration } = found ?? {};
        const authorizer = authorizers.find((each) => each.AuthorizerId === AuthorizerId)?.Name;
        return { ...rest, integration, authorizer };
      })
      .toSorted((a, b) => String(a.RouteKey).localeCompare(String(b.RouteKey))),
  };
}

describe("definitions", () => {
  it("make routes, integrations and authorizers, and what is exported makes them again", async () => {
    const yard = await sharedYard();
    const account = yard.account();
    const apis = account.client(ApiGatewayV2Client);
    // Another account's role cannot be handed over.
    await expect(apis.send(new ImportApiCommand({ Body: EXAMPLE }))).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
    const made = await apis.send(new ImportApiCommand({ Body: definitionOf(account) }));
    expect(made).toMatchObject({ Name: "shop", Version: "7", Description: "sells", Tags: { team: "blue" } });
    expect(made.CorsConfiguration).toMatchObject({ AllowOrigins: ["https://shop.example"], MaxAge: 5 });
    const ApiId = made.ApiId ?? "";
    const first = await shown(apis, ApiId);
    expect(first).toMatchObject({
      integrations: 3,
      authorizers: [
        { Name: "check", AuthorizerResultTtlInSeconds: 60 },
        { Name: "users", AuthorizerType: "JWT" },
      ],
      routes: [
        { RouteKey: "$default", integration: { IntegrationSubtype: "EventBridge-PutEvents" } },
        { RouteKey: "ANY /checks", AuthorizationType: "CUSTOM", authorizer: "check" },
        { RouteKey: "DELETE /orders/{id}", AuthorizationType: "AWS_IAM" },
        {
          RouteKey: "GET /orders/{id}",
          AuthorizationType: "JWT",
          AuthorizationScopes: ["orders.read"],
          OperationName: "getOrder",
          integration: { IntegrationUri: FUNCTION, PayloadFormatVersion: "2.0" },
        },
      ],
    });
    for (const OutputType of ["JSON", "YAML"]) {
      const { body } = await apis.send(new ExportApiCommand({ ApiId, Specification: "OAS30", OutputType }));
      const text = Buffer.from(body ?? []).toString();
      expect(parse(text)).toMatchObject({ openapi: "3.0.1", info: { title: "shop" } });
      const again = await apis.send(new ImportApiCommand({ Body: text, FailOnWarnings: true }));
      expect(await shown(apis, again.ApiId ?? "")).toEqual(first);
      await apis.send(new ReimportApiCommand({ ApiId, Body: text }));
      expect(await shown(apis, ApiId)).toEqual(first);
    }
  });

  it("have base paths that are ignored, put in front, or split", async () => {
    const yard = await sharedYard();
    const account = yard.account();
    const apis = account.client(ApiGatewayV2Client);
    const keyOf = async (Basepath: string): Promise<string[]> => {
      const { ApiId = "" } = await apis.send(new ImportApiCommand({ Body: definitionOf(account), Basepath }));
      const { Items = [] } = await apis.send(new GetRoutesCommand({ ApiId }));
      return Items.flatMap(({ RouteKey = "" }) => (RouteKey.startsWith("GET") ? [RouteKey] : []));
    };
    // AWS: "Set the OpenAPI basePath property".
    expect(await keyOf("ignore")).toEqual(["GET /orders/{id}"]);
    expect(await keyOf("prepend")).toEqual(["GET /v1/shop/orders/{id}"]);
    expect(await keyOf("split")).toEqual(["GET /shop/orders/{id}"]);
  });

  it("are refused where they are none, and with warnings where that is asked for", async () => {
    const yard = await sharedYard();
    const apis = yard.account().client(ApiGatewayV2Client);
    const refused = { name: "BadRequestException" };
    await expect(apis.send(new ImportApiCommand({ Body: "swagger: '2.0'" }))).rejects.toMatchObject(refused);
    const Body = JSON.stringify({ openapi: "3.0.1", info: { title: "a" }, paths: { "/a": { get: {} } } });
    const { Warnings } = await apis.send(new ImportApiCommand({ Body }));
    expect(Warnings).toEqual(["The route GET /a has no integration"]);
    await expect(apis.send(new ImportApiCommand({ Body, FailOnWarnings: true }))).rejects.toMatchObject(refused);
  });
});
