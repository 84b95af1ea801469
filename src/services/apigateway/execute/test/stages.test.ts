// Goal: what an API's stage, domain and control plane say holds for its requests. Method: APIs made through the SDK and called over HTTP.

import { gunzipSync, gzipSync } from "node:zlib";
import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateBasePathMappingCommand,
  CreateDeploymentCommand,
  CreateDomainNameCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  FlushStageCacheCommand,
  GetUsageCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  TestInvokeMethodCommand,
  UpdateAccountCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { describe, expect, test } from "vitest";
import { importCertificate } from "../../../../testing/certificates.ts";
import { sharedYard, type TestAccount } from "../../../../testing/harness.ts";
import { functionsBench, lambdaProxy, mock, publish, send } from "./fixture.ts";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";

const yard = await sharedYard();

interface Made {
  readonly gateway: APIGatewayClient;
  readonly restApiId: string;
  readonly resourceId: string;
}

/** An API with GET /orders, a mock, through the API. */
async function make(
  account: TestAccount,
  template: string,
  method: { readonly apiKeyRequired?: boolean } = {},
): Promise<Made> {
  const gateway = account.client(APIGatewayClient);
  const api = await gateway.send(new CreateRestApiCommand({ name: "orders" }));
  const restApiId = api.id ?? "";
  const { id: resourceId = "" } = await gateway.send(
    new CreateResourceCommand({ restApiId, parentId: api.rootResourceId, pathPart: "orders" }),
  );
  const place = { restApiId, resourceId, httpMethod: "GET" };
  await gateway.send(new PutMethodCommand({ ...place, authorizationType: "NONE", ...method }));
  await gateway.send(new PutMethodResponseCommand({ ...place, statusCode: "200" }));
  await gateway.send(
    new PutIntegrationCommand({
      ...place,
      type: "MOCK",
      requestTemplates: { "application/json": '{"statusCode": 200}' },
    }),
  );
  await gateway.send(
    new PutIntegrationResponseCommand({
      ...place,
      statusCode: "200",
      responseTemplates: { "application/json": template },
    }),
  );
  return { gateway, restApiId, resourceId };
}

describe("stages", () => {
  test("an API answers as it was deployed, with the stage's variables", async () => {
    const { gateway, restApiId, resourceId } = await make(
      yard.account(),
      '{"v":1,"color":"$stageVariables.color","id":"$context.deploymentId"}',
    );
    const host = `${restApiId}.execute-api.localhost`;
    const { id } = await gateway.send(
      new CreateDeploymentCommand({ restApiId, stageName: "live", variables: { color: "red" } }),
    );
    expect((await send(yard, host, "/live", "GET /orders")).json).toEqual({ v: 1, color: "red", id });
    const place = { restApiId, resourceId, httpMethod: "GET" };
    await gateway.send(
      new PutIntegrationResponseCommand({
        ...place,
        statusCode: "200",
        responseTemplates: { "application/json": '{"v":2}' },
      }),
    );
    expect((await send(yard, host, "/live", "GET /orders")).json).toMatchObject({ v: 1 });
    // AWS: TestInvokeMethod calls the API as it is now.
    const tested = await gateway.send(new TestInvokeMethodCommand({ ...place, pathWithQueryString: "/orders?x=1" }));
    expect([tested.status, tested.body, tested.headers]).toEqual([
      200,
      '{"v":2}',
      { "Content-Type": "application/json" },
    ]);
    expect(tested.log).toContain("Method completed with status: 200");
    await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: "live" }));
    expect((await send(yard, host, "/live", "GET /orders")).json).toEqual({ v: 2 });
  });

  test("a canary takes its part of the requests", async () => {
    // AWS: "Set up an API Gateway canary release deployment".
    const { gateway, restApiId, resourceId } = await make(
      yard.account(),
      '{"v":1,"is":"$context.isCanaryRequest","c":"$stageVariables.c"}',
    );
    const host = `${restApiId}.execute-api.localhost`;
    await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: "live", variables: { c: "stage" } }));
    const place = { restApiId, resourceId, httpMethod: "GET" };
    await gateway.send(
      new PutIntegrationResponseCommand({
        ...place,
        statusCode: "200",
        responseTemplates: { "application/json": '{"v":2,"is":"$context.isCanaryRequest","c":"$stageVariables.c"}' },
      }),
    );
    await gateway.send(
      new CreateDeploymentCommand({
        restApiId,
        stageName: "live",
        canarySettings: { percentTraffic: 100, stageVariableOverrides: { c: "canary" } },
      }),
    );
    expect((await send(yard, host, "/live", "GET /orders")).json).toEqual({ v: 2, is: "true", c: "canary" });
    await gateway.send(
      new UpdateStageCommand({
        restApiId,
        stageName: "live",
        patchOperations: [{ op: "replace", path: "/canarySettings/percentTraffic", value: "0" }],
      }),
    );
    expect((await send(yard, host, "/live", "GET /orders")).json).toEqual({ v: 1, is: "false", c: "stage" });
  });

  test("keys of a plan, and what they used", async () => {
    const { gateway, restApiId } = await make(yard.account(), "{}", { apiKeyRequired: true });
    await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: "live" }));
    const key = await gateway.send(new CreateApiKeyCommand({ name: "k", enabled: true }));
    const plan = await gateway.send(
      new CreateUsagePlanCommand({
        name: "p",
        apiStages: [{ apiId: restApiId, stage: "live" }],
        quota: { limit: 2, period: "MONTH" },
      }),
    );
    await gateway.send(new CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key.id, keyType: "API_KEY" }));
    const host = `${restApiId}.execute-api.localhost`;
    const ask = async (): Promise<number> =>
      (await send(yard, host, "/live", "GET /orders", { headers: { "X-API-Key": key.value ?? "" } })).status;
    expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429]);
    const today = new Date(yard.clock.nowMs()).toISOString().slice(0, 10);
    const usage = await gateway.send(new GetUsageCommand({ usagePlanId: plan.id, startDate: today, endDate: today }));
    expect(usage.items).toEqual({ [key.id ?? ""]: [[2, 0]] });
  });

  test("access logs and execution logs", async () => {
    // AWS: "Set up CloudWatch logging for REST APIs in API Gateway".
    const account = yard.account();
    const { gateway, restApiId } = await make(account, '#set($x = $util.parseJson("{"))', {});
    const iam = account.client(IAMClient);
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: "logs",
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Principal: { Service: "apigateway.amazonaws.com" }, Action: "sts:AssumeRole" },
          ],
        }),
      }),
    );
    await iam.send(
      new AttachRolePolicyCommand({
        RoleName: "logs",
        PolicyArn: "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
      }),
    );
    await gateway.send(
      new UpdateAccountCommand({
        patchOperations: [{ op: "replace", path: "/cloudwatchRoleArn", value: Role?.Arn ?? "" }],
      }),
    );
    const cloudWatchLogs = account.client(CloudWatchLogsClient);
    await cloudWatchLogs.send(new CreateLogGroupCommand({ logGroupName: "access" }));
    await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: "live" }));
    const format =
      '{"id":"$context.requestId","status":$context.status,"path":"$context.path","user":"$context.identity.user","error":$context.error.messageString,"type":"$context.error.responseType"}';
    await gateway.send(
      new UpdateStageCommand({
        restApiId,
        stageName: "live",
        patchOperations: [
          {
            op: "replace",
            path: "/accessLogSettings/destinationArn",
            value: `arn:aws:logs:${account.region}:${account.account}:log-group:access`,
          },
          { op: "replace", path: "/accessLogSettings/format", value: format },
          { op: "replace", path: "/*/*/logging/loglevel", value: "ERROR" },
        ],
      }),
    );
    const answer = await send(yard, `${restApiId}.execute-api.localhost`, "/live", "GET /orders");
    await yard.advance(0);
    const { events } = await cloudWatchLogs.send(new FilterLogEventsCommand({ logGroupName: "access" }));
    expect(events?.map(({ message }) => JSON.parse(message ?? "") as unknown)).toEqual([
      {
        id: answer.headers["x-amzn-requestid"],
        status: 500,
        path: "/live/orders",
        user: "-",
        error: "Internal server error",
        type: "API_CONFIGURATION_ERROR",
      },
    ]);
    const execution = await cloudWatchLogs.send(
      new FilterLogEventsCommand({ logGroupName: `API-Gateway-Execution-Logs_${restApiId}/live` }),
    );
    expect(execution.events?.map(({ message }) => message)).toContainEqual(
      expect.stringContaining("Execution failed due to configuration error: Unable to transform response"),
    );
  });

  test("a flushed cache and a gateway response of the API's own", async () => {
    const { gateway, restApiId } = await make(yard.account(), '{"id":"$context.requestId"}');
    await gateway.send(
      new PutGatewayResponseCommand({
        restApiId,
        responseType: "MISSING_AUTHENTICATION_TOKEN",
        statusCode: "404",
        responseParameters: { "gatewayresponse.header.Access-Control-Allow-Origin": "'*'" },
        responseTemplates: {
          "application/json": '{"error":"none","path":"$context.path","text":$context.error.messageString}',
        },
      }),
    );
    await gateway.send(
      new CreateDeploymentCommand({ restApiId, stageName: "live", cacheClusterEnabled: true, cacheClusterSize: "0.5" }),
    );
    await gateway.send(
      new UpdateStageCommand({
        restApiId,
        stageName: "live",
        patchOperations: [{ op: "replace", path: "/*/*/caching/enabled", value: "true" }],
      }),
    );
    const host = `${restApiId}.execute-api.localhost`;
    const first = await send(yard, host, "/live", "GET /orders");
    expect((await send(yard, host, "/live", "GET /orders")).json).toEqual(first.json);
    await gateway.send(new FlushStageCacheCommand({ restApiId, stageName: "live" }));
    expect((await send(yard, host, "/live", "GET /orders")).json).not.toEqual(first.json);
    const missing = await send(yard, host, "/live", "GET /none");
    expect([missing.status, missing.json, missing.headers["access-control-allow-origin"]]).toEqual([
      404,
      { error: "none", path: "/live/none", text: "Missing Authentication Token" },
      "*",
    ]);
  });
});

test("requests are counted", async () => {
  // AWS: "Amazon API Gateway dimensions and metrics".
  const account = yard.account();
  const api = publish(yard, account, { methods: { "GET /a": mock("{}") }, api: { name: "counted" } });
  await api.call("GET /a");
  await api.call("GET /none");
  const nowMs = yard.clock.nowMs();
  const sum = async (MetricName: string): Promise<number | undefined> => {
    const { Datapoints } = await account.client(CloudWatchClient).send(
      new GetMetricStatisticsCommand({
        Namespace: "AWS/ApiGateway",
        MetricName,
        Dimensions: [
          { Name: "ApiName", Value: "counted" },
          { Name: "Stage", Value: "live" },
        ],
        StartTime: new Date(nowMs - 300_000),
        EndTime: new Date(nowMs + 300_000),
        Period: 3600,
        Statistics: ["Sum"],
      }),
    );
    return Datapoints?.map(({ Sum = 0 }) => Sum).reduce((one, other) => one + other, 0);
  };
  expect([await sum("Count"), await sum("4XXError"), await sum("5XXError")]).toEqual([2, 1, 0]);
});

describe("custom domains", () => {
  test("the longest base path wins, and unknown names are refused", async () => {
    // AWS: "Custom domain name for public REST APIs in API Gateway".
    const account = yard.account();
    const { gateway, restApiId } = await make(
      account,
      '{"path":"$context.path","stage":"$context.stage","domain":"$context.domainName"}',
    );
    await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: "live" }));
    const domainName = `api-${account.account}.example.com`;
    await gateway.send(
      new CreateDomainNameCommand({
        domainName,
        regionalCertificateArn: await importCertificate(yard, account, [domainName]),
        endpointConfiguration: { types: ["REGIONAL"] },
      }),
    );
    await gateway.send(new CreateBasePathMappingCommand({ domainName, basePath: "shop", restApiId, stage: "live" }));
    await gateway.send(new CreateBasePathMappingCommand({ domainName, basePath: "any", restApiId }));
    const ask = (path: string, host = domainName): ReturnType<typeof send> => send(yard, host, "", `GET ${path}`);
    expect((await ask("/shop/orders")).json).toEqual({ path: "/shop/orders", stage: "live", domain: domainName });
    expect((await ask("/any/live/orders")).json).toMatchObject({ stage: "live" });
    expect((await ask("/none/orders")).json).toEqual({ message: "Forbidden" });
    const create = async (name: string): Promise<void> => {
      const endpointConfiguration = { types: ["REGIONAL" as const] };
      const regionalCertificateArn = await importCertificate(yard, account, [name]);
      await gateway.send(
        new CreateDomainNameCommand({ domainName: name, regionalCertificateArn, endpointConfiguration }),
      );
      await gateway.send(new CreateBasePathMappingCommand({ domainName: name, restApiId, stage: "live" }));
    };
    await create(`*.wild-${account.account}.example.com`);
    expect((await ask("/orders", `a.wild-${account.account}.example.com`)).json).toMatchObject({ path: "/orders" });
    // Names below localhost are served as well: every browser finds them here.
    await create(`shop-${account.account}.localhost`);
    expect((await ask("/orders", `shop-${account.account}.localhost`)).json).toMatchObject({ path: "/orders" });
    // The AWS API's own names stay its own: nobody can register them.
    await expect(create("sqs.us-east-1.localhost")).rejects.toThrow("answers for AWS");
    // A name that nobody registered may be an attacker's: it reaches no API.
    expect((await ask("/shop/orders", "evil.example.com")).status).toBe(403);
  });
});

describe("bodies", () => {
  test("binary ones reach functions and clients as bytes", async () => {
    // AWS: "Return binary media from a Lambda proxy integration in API Gateway".
    const bench = await functionsBench();
    const arn = await bench.create(
      "bytes",
      "export const handler = async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'image/png', 'X-Is': String(event.isBase64Encoded) }, isBase64Encoded: true, body: event.isBase64Encoded ? event.body : 'AAEC' });",
    );
    const api = publish(yard, bench.account, {
      methods: { "ANY /b": lambdaProxy(arn) },
      api: { binaryMediaTypes: ["image/*"] },
    });
    await bench.lambda.send(
      new AddPermissionCommand({
        FunctionName: "bytes",
        StatementId: "g",
        Action: "lambda:InvokeFunction",
        Principal: "apigateway.amazonaws.com",
      }),
    );
    const bytes = Buffer.from([0, 255, 254, 10]);
    const sent = await api.call("POST /b", {
      headers: { "content-type": "image/png", accept: "image/png, */*" },
      body: bytes,
    });
    expect([sent.headers["x-is"], sent.bytes]).toEqual(["true", bytes]);
    const asText = await api.call("GET /b", { headers: { accept: "text/html" } });
    expect([asText.headers["x-is"], asText.text]).toEqual(["false", "AAEC"]);
  });

  test("are converted as content handling says", async () => {
    // AWS: "Content type conversions in API Gateway".
    const echo = (request: "CONVERT_TO_TEXT" | "CONVERT_TO_BINARY" | undefined) =>
      mock("{}", {
        ...(request === undefined ? {} : { contentHandling: request }),
        requestTemplates: {
          "application/octet-stream": '{"statusCode": 200, "x": "$input.body"}',
          "text/plain": '{"statusCode": 200}',
        },
      });
    const api = publish(yard, yard.account(), {
      methods: {
        "POST /text": echo("CONVERT_TO_TEXT"),
        "POST /binary": echo("CONVERT_TO_BINARY"),
        "POST /as-is": echo(undefined),
      },
      api: { binaryMediaTypes: ["application/octet-stream"] },
    });
    const post = async (path: string, type: string, body: string): Promise<number> =>
      (await api.call(`POST ${path}`, { headers: { "content-type": type }, body })).status;
    expect(await post("/text", "application/octet-stream", "\u0000")).toBe(200);
    // AWS: a template cannot read a binary payload.
    expect(await post("/as-is", "application/octet-stream", "\u0000")).toBe(500);
    expect(await post("/binary", "text/plain", "aGk=")).toBe(200);
    expect(await post("/binary", "text/plain", "no base64!")).toBe(400);
  });

  test("are compressed from the set size on, both ways", async () => {
    // AWS: "Payload compression for REST APIs in API Gateway".
    const api = publish(yard, yard.account(), {
      methods: {
        "POST /big": mock(`{"text":"${"x".repeat(2000)}"}`, {
          requestTemplates: { "application/json": "{\"statusCode\": $input.json('$.status')}" },
        }),
      },
      api: { minimumCompressionSize: 1000 },
    });
    const answer = await api.call("POST /big", {
      headers: { "accept-encoding": "gzip", "content-encoding": "gzip", "content-type": "application/json" },
      body: gzipSync('{"status":200}'),
    });
    expect([answer.status, answer.headers["content-encoding"]]).toEqual([200, "gzip"]);
    expect(gunzipSync(answer.bytes).toString()).toContain("xxxx");
    expect((await api.call("POST /big", { body: '{"status":200}' })).headers["content-encoding"]).toBeUndefined();
    const broken = await api.call("POST /big", { headers: { "content-encoding": "gzip" }, body: "no gzip" });
    expect(broken.status).toBe(400);
    const bomb = await api.call("POST /big", {
      headers: { "content-encoding": "gzip" },
      body: gzipSync(Buffer.alloc(11 * 1024 * 1024)),
    });
    expect([bomb.status, bomb.json]).toEqual([413, { message: "Request Too Long" }]);
  });
});
