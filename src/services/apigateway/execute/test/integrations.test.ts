// Goal: each type of integration is asked and answered as AWS does. Method: APIs as deployments leave them, called over HTTP; backends are
// real functions, queues, tables and servers.

import http from "node:http";
import https from "node:https";
import type { TLSSocket } from "node:tls";
import { APIGatewayClient, GenerateClientCertificateCommand } from "@aws-sdk/client-api-gateway";
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateStreamCommand, KinesisClient } from "@aws-sdk/client-kinesis";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { sharedYard, type TestAccount } from "../../../../testing/harness.ts";
import type { LambdaBench } from "../../../lambda/test/bench.ts";
import { loadThing } from "../../repo.ts";
import { functionsBench, functionUri, lambdaProxy, mock, publish, send } from "./fixture.ts";

const yard = await sharedYard();

/** Lets API Gateway invoke a function for one API. */
async function allow(bench: LambdaBench, name: string, sourceArn: string): Promise<void> {
  await bench.lambda.send(
    new AddPermissionCommand({
      FunctionName: name,
      StatementId: `s${Math.abs(sourceArn.length)}`,
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
      SourceArn: sourceArn,
    }),
  );
}

/** A role that API Gateway can assume, which may do `actions` on anything. */
async function role(account: TestAccount, actions: readonly string[]): Promise<string> {
  const iam = account.client(IAMClient);
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: "gateway",
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "apigateway.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: "gateway",
      PolicyName: "own",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
      }),
    }),
  );
  return Role?.Arn ?? "";
}

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
    const roleArn = await role(bench.account, ["lambda:InvokeFunction"]);
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

describe("AWS services", () => {
  test("a queue by path, in a form body", async () => {
    // AWS: "Integrate API Gateway with SQS" and the pattern in every tutorial: Action=SendMessage&MessageBody=$input.body.
    const account = yard.account();
    const sqs = account.client(SQSClient);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "orders" }));
    const integration = {
      type: "AWS" as const,
      uri: `arn:aws:apigateway:${account.region}:sqs:path/${account.account}/orders`,
      requestParameters: { "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'" },
      requestTemplates: { "application/json": "Action=SendMessage&MessageBody=$util.urlEncode($input.body)" },
    };
    const credentials = await role(account, ["sqs:SendMessage"]);
    const api = publish(yard, account, {
      methods: { "POST /allowed": { integration: { ...integration, credentials } }, "POST /denied": { integration } },
    });
    const answer = await api.call("POST /allowed", { body: '{"a":"b & c"}' });
    // AWS: recorded (LocalStack: test_apigateway_sqs): JSON of the query protocol.
    expect(answer.json).toMatchObject({
      SendMessageResponse: {
        ResponseMetadata: { RequestId: expect.any(String) as string },
        SendMessageResult: { MessageId: expect.any(String) as string, SequenceNumber: null },
      },
    });
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages?.map(({ Body }) => Body)).toEqual(['{"a":"b & c"}']);
    const denied = await api.call("POST /denied", { body: "{}" });
    expect(denied.json).toMatchObject({ Error: { Code: expect.stringContaining("AccessDenied") as string } });
  });

  test("tables by action, topics by action, objects by subdomain", async () => {
    // AWS: "x-amazon-apigateway-integration object": the forms of uri.
    const account = yard.account();
    const credentials = await role(account, ["dynamodb:*", "sns:*", "s3:*"]);
    const dynamo = account.client(DynamoDBClient);
    await dynamo.send(
      new CreateTableCommand({
        TableName: "pets",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    await dynamo.send(new PutItemCommand({ TableName: "pets", Item: { id: { S: "1" }, name: { S: "Rex" } } }));
    const { TopicArn = "" } = await account.client(SNSClient).send(new CreateTopicCommand({ Name: "news" }));
    const s3 = account.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: `bucket-${account.account}` }));
    const arn = `arn:aws:apigateway:${account.region}`;
    const api = publish(yard, account, {
      methods: {
        "GET /pets/{id}": {
          integration: {
            type: "AWS",
            uri: `${arn}:dynamodb:action/GetItem`,
            credentials,
            requestTemplates: { "application/json": `{"TableName":"pets","Key":{"id":{"S":"$input.params('id')"}}}` },
            integrationResponses: {
              "200": {
                statusCode: "200",
                responseTemplates: { "application/json": '{"name":"$input.path(\'$.Item.name.S\')"}' },
              },
            },
          },
        },
        "PUT /pets/{id}": {
          integration: {
            type: "AWS",
            uri: `${arn}:dynamodb:action/PutItem`,
            credentials,
            requestTemplates: { "application/json": `{"TableName":"none","Item":{"id":{"S":"x"}}}` },
            integrationResponses: {
              "200": { statusCode: "200" },
              "404": {
                statusCode: "404",
                selectionPattern: "4\\d\\d",
                responseTemplates: { "application/json": '{"type":$input.json("$.__type")}' },
              },
            },
          },
        },
        "POST /news": {
          integration: {
            type: "AWS",
            uri: `${arn}:sns:action/Publish`,
            credentials,
            requestParameters: {
              "integration.request.querystring.TopicArn": `'${TopicArn}'`,
              "integration.request.querystring.Message": "method.request.body.text",
            },
          },
        },
        "PUT /files/{key}": {
          integration: {
            type: "AWS",
            httpMethod: "PUT",
            uri: `${arn}:bucket-${account.account}.s3:path/{key}`,
            credentials,
            requestParameters: {
              "integration.request.path.key": "method.request.path.key",
              "integration.request.header.Content-Type": "method.request.header.Content-Type",
            },
          },
        },
        "GET /files/{key}": {
          integration: {
            type: "AWS",
            httpMethod: "GET",
            uri: `${arn}:s3:path/bucket-${account.account}/{object}`,
            credentials,
            requestParameters: { "integration.request.path.object": "method.request.path.key" },
            integrationResponses: {
              "200": {
                statusCode: "200",
                responseParameters: {
                  "method.response.header.Content-Type": "integration.response.header.Content-Type",
                },
              },
              "404": { statusCode: "404", selectionPattern: "404" },
            },
          },
        },
      },
    });
    expect((await api.call("GET /pets/1")).json).toEqual({ name: "Rex" });
    const missing = await api.call("PUT /pets/1");
    expect([missing.status, missing.json]).toEqual([
      404,
      { type: expect.stringContaining("ResourceNotFoundException") as string },
    ]);
    expect((await api.call("POST /news", { body: '{"text":"hi"}' })).json).toMatchObject({
      PublishResponse: { PublishResult: { MessageId: expect.any(String) as string } },
    });
    expect(
      (await api.call("PUT /files/a.txt", { headers: { "content-type": "text/plain" }, body: "content" })).status,
    ).toBe(200);
    const object = await s3.send(new GetObjectCommand({ Bucket: `bucket-${account.account}`, Key: "a.txt" }));
    expect([await object.Body?.transformToString(), object.ContentType]).toEqual(["content", "text/plain"]);
    const read = await api.call("GET /files/a.txt");
    expect([read.status, read.text, read.headers["content-type"]]).toEqual([200, "content", "text/plain"]);
    expect((await api.call("GET /files/none.txt")).status).toBe(404);
    expect(await dynamo.send(new GetItemCommand({ TableName: "pets", Key: { id: { S: "1" } } }))).toMatchObject({
      Item: {},
    });
  });
});

test("buses and streams by action", async () => {
  const account = yard.account();
  const credentials = await role(account, ["events:PutEvents", "kinesis:PutRecord", "states:StartExecution"]);
  const kinesis = account.client(KinesisClient);
  await kinesis.send(new CreateStreamCommand({ StreamName: "clicks", ShardCount: 1 }));
  await yard.advance(0);
  const integration = { type: "AWS" as const, credentials };
  const arn = `arn:aws:apigateway:${account.region}`;
  const api = publish(yard, account, {
    methods: {
      "POST /events": {
        integration: {
          ...integration,
          uri: `${arn}:events:action/PutEvents`,
          requestTemplates: {
            "application/json":
              '{"Entries":[{"Source":"shop","DetailType":"order","Detail":"$util.escapeJavaScript($input.json(\'$\'))"}]}',
          },
        },
      },
      "POST /stream": {
        integration: {
          ...integration,
          uri: `${arn}:kinesis:path//`,
          requestParameters: {
            "integration.request.header.X-Amz-Target": "'Kinesis_20131202.PutRecord'",
            "integration.request.header.Content-Type": "'application/x-amz-json-1.1'",
          },
          requestTemplates: {
            "application/json": '{"StreamName":"clicks","PartitionKey":"a","Data":"$util.base64Encode($input.body)"}',
          },
        },
      },
      "POST /nothing": { integration: { ...integration, uri: `${arn}:nothing:action/DoIt` } },
    },
  });
  expect((await api.call("POST /events", { body: '{"a":"b"}' })).json).toMatchObject({ FailedEntryCount: 0 });
  expect((await api.call("POST /stream", { body: "click" })).json).toMatchObject({ ShardId: "shardId-000000000000" });
  expect((await api.call("POST /nothing")).status).toBe(500);
});

describe("HTTP endpoints", () => {
  /** A server that says what it was asked. */
  async function backend(): Promise<{ origin: string; stop: () => void }> {
    const server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        if (request.url?.startsWith("/silent") === true) return;
        if (request.url?.includes("/large") === true) {
          response.end(Buffer.alloc(10 * 1024 * 1024 + 1));
          return;
        }
        const status = Number(new URL(request.url ?? "", "http://x").searchParams.get("status") ?? 200);
        response.writeHead(status, {
          "content-type": "application/json",
          "x-backend": "yes",
          "set-cookie": ["a=1", "b=2"],
        });
        response.end(
          JSON.stringify({
            method: request.method,
            url: request.url,
            headers: request.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    return { origin: `http://127.0.0.1:${port}`, stop: () => (server.closeAllConnections(), server.close()) };
  }

  test("proxied as they are, with mapped parameters", async () => {
    const server = await backend();
    const api = publish(yard, yard.account(), {
      methods: {
        "ANY /{proxy+}": {
          integration: {
            type: "HTTP_PROXY",
            httpMethod: "ANY",
            uri: `${server.origin}/base/{proxy}?fixed=1`,
            requestParameters: {
              "integration.request.path.proxy": "method.request.path.proxy",
              "integration.request.header.X-Stage": "context.stage",
              "integration.request.header.X-Color": "stageVariables.color",
            },
          },
        },
      },
      stage: { variables: { color: "red" } },
    });
    const answer = await api.call("PUT /a/b?x=1&x=2", {
      headers: { "X-Own": "1", "content-type": "text/plain" },
      body: "hello",
    });
    expect(answer.json).toMatchObject({
      method: "PUT",
      url: "/base/a/b?fixed=1&x=1&x=2",
      body: "hello",
      headers: { "x-own": "1", "x-stage": "live", "x-color": "red", "x-forwarded-for": "127.0.0.1" },
    });
    // AWS: "Amazon API Gateway important notes": remapped headers.
    expect(answer.headers["x-amzn-remapped-date"]).toBeDefined();
    expect((await api.call("GET /large")).status).toBe(500);
    expect([answer.headers["x-backend"], answer.headers["set-cookie"]]).toEqual(["yes", ["a=1", "b=2"]]);
    expect((await api.call("GET /a?status=418")).status).toBe(418);
    // A path may not climb out of the place that its integration gives it.
    for (const path of ["/../secret", "/a/%2e%2e/%2E./secret"])
      expect((await api.call(`GET ${path}`)).status).toBe(400);
    server.stop();
  });

  test("custom ones send what is mapped, and choose responses by status", async () => {
    const server = await backend();
    const api = publish(yard, yard.account(), {
      methods: {
        "POST /{id}": {
          integration: {
            type: "HTTP",
            uri: `${server.origin}/things/{thing}`,
            requestParameters: {
              "integration.request.path.thing": "method.request.path.id",
              "integration.request.querystring.status": "method.request.querystring.status",
            },
            requestTemplates: {
              "application/json": `#set($context.requestOverride.header.X-Over = "1")#set($context.requestOverride.querystring.q = "2"){"wrapped": $input.json('$')}`,
            },
            integrationResponses: {
              "200": {
                statusCode: "200",
                responseParameters: {
                  "method.response.header.X-From": "integration.response.header.x-backend",
                  "method.response.header.X-Method": "integration.response.body.method",
                },
              },
              "404": {
                statusCode: "404",
                selectionPattern: "4\\d{2}",
                responseTemplates: { "application/json": '{"error":"none"}' },
              },
            },
          },
        },
      },
    });
    const fine = await api.call("POST /7", { headers: { "X-Own": "1" }, body: '{"a": 1.0}' });
    expect([fine.headers["x-from"], fine.headers["x-method"], fine.headers["x-backend"]]).toEqual([
      "yes",
      "POST",
      undefined,
    ]);
    const seen = fine.json as { headers: Record<string, string>; url: string; body: string };
    expect([seen.url, seen.body]).toEqual(["/things/7?q=2", '{"wrapped": {"a":1.0}}']);
    expect(seen.headers).toMatchObject({
      "x-over": "1",
      "user-agent": `AmazonAPIGateway_${api.apiId}`,
      accept: "application/json",
    });
    expect(seen.headers["x-own"]).toBeUndefined();
    const failed = await api.call("POST /7?status=410", { body: "{}" });
    expect([failed.status, failed.json]).toEqual([404, { error: "none" }]);
    server.stop();
  });

  test("over TLS, with the stage's certificate", async () => {
    // AWS: "Generate and configure an SSL certificate for backend authentication in API Gateway".
    const account = yard.account();
    const gateway = account.client(APIGatewayClient);
    const { clientCertificateId = "" } = await gateway.send(new GenerateClientCertificateCommand({}));
    const scope = { account: account.account, region: account.region };
    const pair = yard.yard.context.store.read((tx) => loadThing(tx, scope, "clientCertificate", clientCertificateId));
    const server = https.createServer(
      { cert: pair?.pemEncodedCertificate, key: pair?.privateKeyPem, requestCert: true, rejectUnauthorized: false },
      (request, response) => {
        const shown = (request.socket as TLSSocket).getPeerCertificate().fingerprint256;
        response.end(JSON.stringify({ isShown: shown !== undefined }));
      },
    );
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const address = server.address();
    const uri = `https://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`;
    const integration = { type: "HTTP_PROXY" as const, httpMethod: "GET", uri };
    const api = publish(yard, account, {
      methods: {
        "GET /trusting": { integration: { ...integration, tlsConfig: { insecureSkipVerification: true } } },
        "GET /strict": { integration },
      },
    });
    expect((await api.call("GET /trusting")).json).toEqual({ isShown: false });
    api.stage({ clientCertificateId });
    expect((await api.call("GET /trusting")).json).toEqual({ isShown: true });
    expect((await api.call("GET /strict")).status).toBe(504);
    server.close();
  });

  test("what does not answer is 504", async () => {
    const server = await backend();
    const api = publish(yard, yard.account(), {
      methods: {
        "GET /silent": {
          integration: { type: "HTTP_PROXY", httpMethod: "GET", uri: `${server.origin}/silent`, timeoutInMillis: 50 },
        },
        "GET /gone": { integration: { type: "HTTP_PROXY", httpMethod: "GET", uri: "http://127.0.0.1:1/" } },
        "GET /metadata": {
          integration: { type: "HTTP_PROXY", httpMethod: "GET", uri: "http://169.254.169.254/latest" },
        },
      },
    });
    const silent = await api.call("GET /silent");
    expect([silent.status, silent.json]).toEqual([504, { message: "Endpoint request timed out" }]);
    for (const path of ["/gone", "/metadata"]) {
      const gone = await api.call(`GET ${path}`);
      expect([gone.status, gone.json]).toEqual([504, { message: "Network error communicating with endpoint" }]);
    }
    server.stop();
  });
});
