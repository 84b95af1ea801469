// Goal: addresses, mocks and functions are found, asked and answered as on AWS. Method: APIs as deployments leave them, called over HTTP; functions are
// real ones.

import { describe, expect, test } from "vitest";
import { sharedYard } from "../../../../testing/harness.ts";
import { allow, functionsBench, functionUri, gatewayRole, lambdaProxy, mock, publish, send } from "./fixture.ts";

const yard = await sharedYard();

describe("addresses", () => {
  test("hosts, the path form, and what is nobody's", async () => {
    const api = publish(yard, yard.account(), { methods: { "GET /a": mock('{"path":"$context.path"}') } });
    const byHost = await api.call("GET /a");
    expect([byHost.status, byHost.json]).toEqual([200, { path: "/live/a" }]);
    expect(byHost.headers["content-type"]).toBe("application/json");
    expect(byHost.headers["x-amzn-requestid"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(byHost.headers["x-amz-apigw-id"]).toMatch(/=$/);
    const byPath = await fetch(`${yard.origin}/_aws/execute-api/${api.apiId}/live/a`);
    expect(await byPath.json()).toEqual({ path: "/live/a" });
    // AWS: a stage that is not there.
    const stage = await send(yard, api.host, "/nope", "GET /a");
    expect([stage.status, stage.json, stage.headers["x-amzn-errortype"]]).toEqual([
      403,
      { message: "Forbidden" },
      "ForbiddenException",
    ]);
    // AWS: "Missing Authentication Token": a path or a method that is not there.
    for (const request of ["GET /b", "POST /a"]) {
      const missing = await api.call(request);
      expect([missing.status, missing.json, missing.headers["x-amzn-errortype"]]).toEqual([
        403,
        { message: "Missing Authentication Token" },
        "MissingAuthenticationTokenException",
      ]);
    }
  });

  test("the most specific resource answers", async () => {
    // AWS: "Set up a proxy integration with a proxy resource".
    const named = (name: string) => mock(`{"at":"${name}","params":"$input.params().path"}`);
    const api = publish(yard, yard.account(), {
      methods: {
        "GET /": named("root"),
        "ANY /{proxy+}": named("proxy"),
        "GET /pets": named("pets"),
        "GET /pets/dog": named("dog"),
        "GET /pets/{id}": named("id"),
        "GET /pets/{id}/toys": named("toys"),
      },
    });
    const at = async (request: string): Promise<unknown> => (await api.call(request)).json;
    expect(await at("GET /")).toEqual({ at: "root", params: "{}" });
    expect(await at("GET /pets/")).toEqual({ at: "pets", params: "{}" });
    expect(await at("GET /pets/dog")).toEqual({ at: "dog", params: "{}" });
    expect(await at("GET /pets/cat%20a")).toEqual({ at: "id", params: "{id=cat%20a}" });
    expect(await at("GET /pets/dog/toys")).toEqual({ at: "toys", params: "{id=dog}" });
    expect(await at("GET /pets/dog/food/x")).toEqual({ at: "proxy", params: "{proxy=pets/dog/food/x}" });
    expect(await at("POST /pets")).toEqual({ at: "proxy", params: "{proxy=pets}" });
  });
});

describe("mock", () => {
  test("answers by the mapped request's status code", async () => {
    // AWS: "Mock integrations for REST APIs in API Gateway": the example with two integration responses.
    const api = publish(yard, yard.account(), {
      methods: {
        "GET /m": {
          integration: {
            requestTemplates: {
              "application/json":
                '{#if($input.params("scope") == "internal")"statusCode": 200#{else}"statusCode": 500#end}',
            },
            integrationResponses: {
              "200": {
                statusCode: "200",
                selectionPattern: "2\\d{2}",
                responseTemplates: { "application/json": '{"message": "hello"}' },
              },
              "500": {
                statusCode: "500",
                selectionPattern: "5\\d{2}",
                responseTemplates: { "application/json": '{"message": "scope $input.params(\'scope\')"}' },
                responseParameters: {
                  "method.response.header.X-Why": "'scope'",
                  "method.response.header.X-Id": "context.requestId",
                },
              },
            },
          },
        },
        "GET /none": { integration: { requestTemplates: { "application/json": "{}" } } },
        "GET /nomatch": {
          integration: { integrationResponses: { "500": { statusCode: "500", selectionPattern: "5.." } } },
        },
      },
    });
    expect((await api.call("GET /m?scope=internal")).json).toEqual({ message: "hello" });
    const other = await api.call("GET /m?scope=public");
    expect([other.status, other.json, other.headers["x-why"]]).toEqual([500, { message: "scope public" }, "scope"]);
    expect(other.headers["x-id"]).toBe(other.headers["x-amzn-requestid"]);
    for (const path of ["/none", "/nomatch"]) {
      const failed = await api.call(`GET ${path}`);
      expect([failed.status, failed.json, failed.headers["x-amzn-errortype"]]).toEqual([
        500,
        { message: "Internal server error" },
        "InternalServerErrorException",
      ]);
    }
  });

  test("templates choose by content type, and passthrough behaves as set", async () => {
    // AWS: "Method request behavior for payloads without mapping templates".
    const templates = { "application/json": '{"statusCode": 200}' };
    const api = publish(yard, yard.account(), {
      methods: {
        "POST /match": { integration: { requestTemplates: templates, passthroughBehavior: "WHEN_NO_MATCH" } },
        "POST /templates": { integration: { requestTemplates: templates, passthroughBehavior: "WHEN_NO_TEMPLATES" } },
        "POST /never": { integration: { requestTemplates: {}, passthroughBehavior: "NEVER" } },
      },
    });
    const post = async (path: string, type: string): Promise<number> =>
      (await api.call(`POST ${path}`, { headers: { "content-type": type }, body: '{"statusCode":200}' })).status;
    expect(await post("/match", "application/json; charset=utf-8")).toBe(200);
    expect(await post("/match", "text/plain")).toBe(200);
    expect(await post("/templates", "application/json")).toBe(200);
    expect(await post("/templates", "text/plain")).toBe(415);
    expect(await post("/never", "application/json")).toBe(415);
    const refused = await api.call("POST /never", { body: "{}" });
    expect(refused.json).toEqual({ message: "Unsupported Media Type" });
  });
});

describe("functions", () => {
  const ECHO = "export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });";

  test("a proxy's event and answer", async () => {
    // AWS: "Input format of a Lambda function for proxy integration"; recorded (LocalStack: test_lambda_aws_proxy_integration).
    const bench = await functionsBench();
    const arn = await bench.create("echo", ECHO);
    const api = publish(yard, bench.account, {
      methods: { "ANY /{proxy+}": lambdaProxy(arn) },
      stage: { variables: { color: "red" } },
    });
    await allow(bench, "echo", `${api.arn}/*/*`);
    const answer = await api.call("POST /a%2Bb/c/?x=1&x=2&y=a+b", {
      headers: { "X-Custom": ["one", "two"], "Content-Type": "text/plain", "User-Agent": "test" },
      body: "hello",
    });
    expect(answer.status).toBe(200);
    const event = answer.json as Record<string, unknown>;
    expect(event).toMatchObject({
      resource: "/{proxy+}",
      path: "/a%2Bb/c/",
      httpMethod: "POST",
      headers: { "X-Custom": "two", "X-Forwarded-Proto": "http" },
      multiValueHeaders: { "X-Custom": ["one", "two"] },
      queryStringParameters: { x: "2", y: "a b" },
      multiValueQueryStringParameters: { x: ["1", "2"], y: ["a b"] },
      pathParameters: { proxy: "a%2Bb/c" },
      stageVariables: { color: "red" },
      requestContext: {
        accountId: bench.account.account,
        apiId: api.apiId,
        domainName: api.host,
        domainPrefix: api.apiId,
        httpMethod: "POST",
        identity: { sourceIp: "127.0.0.1", userAgent: "test", userArn: null, accessKey: null },
        path: "/live/a%2Bb/c/",
        protocol: "HTTP/1.1",
        requestId: answer.headers["x-amzn-requestid"],
        resourcePath: "/{proxy+}",
        stage: "live",
      },
      body: "hello",
      isBase64Encoded: false,
    });
    expect(event["version"]).toBeUndefined();
    const bare = (await api.call("GET /a")).json as Record<string, unknown>;
    expect(bare).toMatchObject({ queryStringParameters: null, multiValueQueryStringParameters: null, body: null });
  });

  test("a function's own answers, and malformed ones", async () => {
    // AWS: "Output format of a Lambda function for proxy integration", "Handle Lambda errors in API Gateway".
    const bench = await functionsBench();
    const arn = await bench.create(
      "answers",
      `const answers = {
        "/full": { statusCode: 201, headers: { "X-A": "1", "Content-Type": "text/plain" }, multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"], "X-A": ["2"] }, body: "hi" },
        "/string": "hi", "/number": { statusCode: "abc" }, "/object": { statusCode: 200, body: { a: 1 } }, "/unknown": { statusCode: 200, other: 1 },
        "/empty": {},
      };
      export const handler = async (event) => { if (event.path === "/throw") throw new Error("no"); return answers[event.path]; };`,
    );
    const api = publish(yard, bench.account, {
      methods: { "GET /{proxy+}": lambdaProxy(arn), "GET /get": lambdaProxy(arn, { httpMethod: "GET" }) },
    });
    // Nobody has let API Gateway invoke it yet.
    const denied = await api.call("GET /full");
    expect([denied.status, denied.json]).toEqual([500, { message: "Internal server error" }]);
    await allow(bench, "answers", `${api.arn}/GET/*`);
    const full = await api.call("GET /full");
    expect([full.status, full.text, full.headers["content-type"]]).toEqual([201, "hi", "text/plain"]);
    expect(full.headers["set-cookie"]).toEqual(["a=1", "b=2"]);
    expect((await api.call("GET /empty")).status).toBe(200);
    for (const path of ["/string", "/number", "/object", "/unknown", "/throw", "/none"]) {
      const malformed = await api.call(`GET ${path}`);
      expect([path, malformed.status, malformed.json, malformed.headers["x-amzn-errortype"]]).toEqual([
        path,
        502,
        { message: "Internal server error" },
        "InternalServerErrorException",
      ]);
    }
    // AWS: recorded (LocalStack: test_lambda_aws_proxy_integration_non_post_method).
    expect((await api.call("GET /get")).status).toBe(500);
  });

  test("a custom integration maps both ways, and chooses responses by the error's message", async () => {
    // AWS: "Set up Lambda custom integrations", "Handle custom Lambda errors in API Gateway"; recorded: test_lambda_selection_patterns.
    const bench = await functionsBench();
    const arn = await bench.create(
      "custom",
      `export const handler = async (event) => { if (event.fail) throw new Error("Malformed: " + event.fail); return { got: event }; };`,
    );
    const roleArn = await gatewayRole(bench.account, ["lambda:InvokeFunction"]);
    const api = publish(yard, bench.account, {
      methods: {
        "POST /{id}": {
          integration: {
            type: "AWS",
            uri: functionUri(arn),
            credentials: roleArn,
            requestTemplates: {
              "application/json": `{"id": "$input.params('id')", "name": $input.json('$.name'), "fail": "$!input.path('$.fail')"}`,
            },
            integrationResponses: {
              "200": {
                statusCode: "200",
                responseTemplates: {
                  "application/json": '{"hello": $input.json("$.got.name"), "id": "$input.path(\'$.got.id\')"}',
                },
              },
              "400": {
                statusCode: "400",
                selectionPattern: "Malformed.*",
                responseTemplates: {
                  "application/json":
                    '#set($e = $input.path("$.errorMessage"))#set($context.responseOverride.status = 422)#set($context.responseOverride.header.X-Error = "yes"){"why": "$e"}',
                },
              },
            },
          },
        },
        "POST /event": {
          integration: {
            type: "AWS",
            uri: functionUri(arn),
            credentials: roleArn,
            requestParameters: { "integration.request.header.X-Amz-Invocation-Type": "'Event'" },
          },
        },
      },
    });
    const fine = await api.call("POST /7", { body: '{"name":"Ada","big":12345678901234567890}' });
    expect([fine.status, fine.json]).toEqual([200, { hello: "Ada", id: "7" }]);
    const failed = await api.call("POST /7", { body: '{"name":"Ada","fail":"x"}' });
    expect([failed.status, failed.json, failed.headers["x-error"]]).toEqual([422, { why: "Malformed: x" }, "yes"]);
    const event = await api.call("POST /event", { body: "{}" });
    expect([event.status, event.text]).toEqual([200, ""]);
    // AWS: "Could not parse request body into json": type BAD_REQUEST_BODY.
    const broken = await api.call("POST /7", { body: "{nope" });
    expect(broken.status).toBe(400);
    expect((broken.json as { message: string }).message).toMatch(/^Could not parse request body into json: /);
  });
});
