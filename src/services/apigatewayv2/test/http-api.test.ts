// HTTP APIs: route precedence, the definition's import, and what comes through the door.

import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateRouteCommand,
  CreateStageCommand,
  DeleteApiCommand,
  GetApiCommand,
  GetRoutesCommand,
  ImportApiCommand,
} from "@aws-sdk/client-apigatewayv2";
import { describe, expect, it } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import { matchRoute, parseRouteKey, type RouteKey } from "../http/route-keys.ts";
import { decodeResult, encodeEvent } from "../../../service/http-events/payload.ts";
import type { HttpMessage } from "../../../service/http-events/payload.ts";

function keys(...texts: string[]): { key: RouteKey }[] {
  return texts.map((text) => {
    const key = parseRouteKey(text);
    if (key === undefined) throw new RangeError(text);
    return { key };
  });
}

describe("route keys", () => {
  // AWS: "Create routes for HTTP APIs in API Gateway", section "Working with routes", the table of examples.
  const routes = keys("GET /pets/dog/1", "GET /pets/dog/{id}", "GET /pets/{proxy+}", "ANY /{proxy+}", "$default");
  it.each([
    ["GET", "/pets/dog/1", "GET /pets/dog/1", {}],
    ["GET", "/pets/dog/2", "GET /pets/dog/{id}", { id: "2" }],
    ["GET", "/pets/cat/1", "GET /pets/{proxy+}", { proxy: "cat/1" }],
    ["POST", "/test/5", "ANY /{proxy+}", { proxy: "test/5" }],
    ["GET", "/", "$default", {}],
  ])("%s %s takes %s", (method, path, expected, pathParameters) => {
    const match = matchRoute(routes, method, path);
    expect(match?.route.key.text).toBe(expected);
    expect(match?.pathParameters).toEqual(pathParameters);
  });

  it.each(["GET pets", "FETCH /pets", "GET /{proxy+}/x", "GET /{a", "default"])("%s is not a route key", (text) => {
    expect(parseRouteKey(text)).toBeUndefined();
  });
});

describe("a function's result", () => {
  // AWS: "Create AWS Lambda proxy integrations for HTTP APIs", "Lambda function response for format 2.0".
  it.each([
    [
      '{"statusCode":201,"headers":{"X-A":"1"},"cookies":["a=1","b=2"],"body":"hi"}',
      { status: 201, cookies: ["a=1", "b=2"], body: "hi", headers: { "x-a": "1" } },
    ],
    ['{"statusCode":200,"body":"aGk=","isBase64Encoded":true}', { status: 200, body: Buffer.from("hi") }],
    [
      '"Hello from Lambda!"',
      { status: 200, body: "Hello from Lambda!", headers: { "content-type": "application/json" } },
    ],
    ['{"message":"Hello"}', { status: 200, body: '{"message":"Hello"}' }],
  ])("%s", (payload, expected) => {
    expect(decodeResult(Buffer.from(payload))).toMatchObject(expected);
  });

  it("is no response if its status is not one", () => {
    expect(decodeResult(Buffer.from('{"statusCode":"abc"}'))).toBeUndefined();
  });

  it("leaves out what is between the gateway and its client", () => {
    const headers = { "Transfer-Encoding": "chunked", Connection: "close", "Content-Length": "7", "X-A": "1" };
    const result = decodeResult(Buffer.from(JSON.stringify({ statusCode: 200, headers, body: "hi" })));
    expect(result?.headers).toEqual({ "content-type": "text/plain;charset=UTF-8", "x-a": "1" });
  });

  it.each([
    { headers: { "x-a": "1\r\nset-cookie: a=b" } },
    { headers: { "x a": "1" } },
    { cookies: ["a=b\r\nx-a: 1"] },
  ])("is no response if a header would break out of its line: %j", (part) => {
    expect(decodeResult(Buffer.from(JSON.stringify({ statusCode: 200, ...part })))).toBeUndefined();
  });
});

describe("a function's event", () => {
  it("has every parameter and header under its own name, also those that objects inherit", () => {
    const request: HttpMessage = {
      method: "GET",
      path: "/",
      rawQuery: "constructor=1&__proto__=2&constructor=3",
      query: [
        ["constructor", "1"],
        ["__proto__", "2"],
        ["constructor", "3"],
      ],
      headers: {},
      rawHeaders: [["Constructor", "4"]],
      body: new Uint8Array(),
      host: "a.execute-api.localhost",
      sourceIp: "127.0.0.1",
      requestId: "r",
    };
    const route = {
      apiId: "a",
      account: "111111111111",
      stage: "$default",
      routeKey: "$default",
      rawPath: "/",
      pathParameters: {},
      stageVariables: {},
    };
    const event: unknown = JSON.parse(Buffer.from(encodeEvent(request, route, 0)).toString("utf8"));
    expect(event).toMatchObject({ headers: { constructor: "4" } });
    expect(Object.entries((event as { queryStringParameters: object }).queryStringParameters)).toEqual([
      ["constructor", "1,3"],
      ["__proto__", "2"],
    ]);
  });
});

describe("HTTP APIs", () => {
  it("imports a definition as SAM writes it, answers preflights, and 404 for what has no route", async () => {
    const yard = await sharedYard();
    const { client, account } = yard.account();
    const apis = client(ApiGatewayV2Client);
    const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:${account}:function:pay/invocations`;
    const { ApiId = "", ApiEndpoint = "" } = await apis.send(
      new ImportApiCommand({
        Body: JSON.stringify({
          openapi: "3.0.1",
          info: { title: "payments", version: "1.0" },
          paths: {
            "/payments": {
              post: {
                "x-amazon-apigateway-integration": {
                  type: "aws_proxy",
                  httpMethod: "POST",
                  uri,
                  payloadFormatVersion: "2.0",
                },
              },
            },
          },
          "x-amazon-apigateway-cors": { allowOrigins: ["https://shop.example"], allowMethods: ["POST"] },
        }),
      }),
    );
    const { Items } = await apis.send(new GetRoutesCommand({ ApiId }));
    expect(Items).toMatchObject([{ RouteKey: "POST /payments", AuthorizationType: "NONE" }]);
    await apis.send(new CreateStageCommand({ ApiId, StageName: "$default", AutoDeploy: true }));
    expect(ApiEndpoint).toContain(`${ApiId}.execute-api.localhost`);
    const url = `${yard.origin}/_aws/execute-api/${ApiId}`;
    const preflight = await fetch(`${url}/payments`, {
      method: "OPTIONS",
      headers: { origin: "https://shop.example", "access-control-request-method": "POST" },
    });
    expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([
      204,
      "https://shop.example",
    ]);
    const missing = await fetch(`${url}/refunds`);
    expect([missing.status, await missing.json()]).toEqual([404, { message: "Not Found" }]);
  });

  it("words its errors as AWS does", async () => {
    const yard = await sharedYard();
    const { client } = yard.account();
    const apis = client(ApiGatewayV2Client);
    const { ApiId } = await apis.send(new CreateApiCommand({ Name: "a", ProtocolType: "HTTP" }));
    await apis.send(new CreateRouteCommand({ ApiId, RouteKey: "GET /a" }));
    await expect(apis.send(new CreateRouteCommand({ ApiId, RouteKey: "GET /a" }))).rejects.toMatchObject({
      name: "ConflictException",
    });
    await expect(apis.send(new CreateRouteCommand({ ApiId, RouteKey: "a" }))).rejects.toMatchObject({
      name: "BadRequestException",
    });
    await expect(
      apis.send(new CreateRouteCommand({ ApiId, RouteKey: "GET /b", AuthorizationType: "JWT" })),
    ).rejects.toMatchObject({ name: "BadRequestException" });
    await apis.send(new DeleteApiCommand({ ApiId }));
    await expect(apis.send(new GetApiCommand({ ApiId }))).rejects.toMatchObject({ name: "NotFoundException" });
  });
});
