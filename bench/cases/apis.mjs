// APIs in front of functions: HTTP APIs, REST APIs, and the function's invocation itself beside them.

import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";
import { hammer, message } from "../light-client.mjs";
import { startServerlessOffline } from "../serverless-offline.mjs";
import { signerOf } from "../signed-message.mjs";

const TRUST = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
const SOURCE = "exports.handler = async () => ({ statusCode: 200, body: 'hello' });";

export async function measureApis({ bare, yard, options, report }) {
  const config = { endpoint: yard.origin, region: yard.region, credentials: yard.credentials };
  const functionArn = await makeFunction(config);
  const rest = await makeRestApi(config, functionArn);
  const http = await makeHttpApi(config, functionArn);
  const get = (apiId, path) =>
    message({ method: "GET", path, headers: { host: `${apiId}.execute-api.localhost:${yard.port}` }, body: "" });
  const plain = message({ method: "GET", path: "/hello", headers: { host: "localhost" }, body: "" });
  const invoke = await signerOf(yard)({
    service: "lambda",
    path: "/2015-03-31/functions/bench-api/invocations",
    contentType: "application/json",
    body: "{}",
  });
  const offline = await startServerlessOffline(SOURCE);
  const calls = [
    ["bare node:http server", bare.port, message({ method: "POST", headers: { host: "localhost" }, body: "{}" })],
    ["the function's invocation, signed", yard.port, invoke],
    ["HTTP API -> Lambda proxy", yard.port, get(http, "/hello")],
    ["REST API -> Lambda proxy", yard.port, get(rest, "/live/hello")],
    ["REST API -> mock", yard.port, get(rest, "/live/mock")],
    ...(offline === undefined ? [] : [["serverless-offline: HTTP API -> function", offline.port, plain]]),
  ];
  let bareRate;
  try {
    for (const [name, port, call] of calls) {
      await hammer(port, [call], { connections: 16, durationMs: options.warmupMs });
      const one = await hammer(port, [call], { connections: 1, durationMs: options.durationMs });
      const many = await hammer(port, [call], { connections: 16, durationMs: options.durationMs });
      bareRate ??= many.perSecond;
      report(
        name,
        `${one.p50Ms.toFixed(2)} ms, ${many.perSecond.toFixed(0)}/s`,
        `${((100 * many.perSecond) / bareRate).toFixed(1)} % of bare; p99 ${many.p99Ms.toFixed(1)} ms (one connection's median; 16 connections)`,
      );
    }
  } finally {
    offline?.stop();
  }
}

/** A function that API Gateway may invoke; gives its ARN. */
export async function makeFunction(config) {
  const { Role } = await new IAMClient(config).send(
    new CreateRoleCommand({ RoleName: "bench-api", AssumeRolePolicyDocument: JSON.stringify(TRUST) }),
  );
  const lambda = new LambdaClient(config);
  const FunctionName = "bench-api";
  const { FunctionArn } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: Role.Arn,
      Code: { ZipFile: zipSync({ "index.js": Buffer.from(SOURCE) }) },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 10, minDelay: 1 }, { FunctionName });
  await lambda.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: "gateway",
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
    }),
  );
  return FunctionArn;
}

async function makeRestApi(config, functionArn) {
  const gateway = new APIGatewayClient(config);
  const { id: restApiId, rootResourceId } = await gateway.send(new CreateRestApiCommand({ name: "bench" }));
  const uri = `arn:aws:apigateway:${config.region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
  const integrations = {
    hello: { type: "AWS_PROXY", integrationHttpMethod: "POST", uri },
    mock: { type: "MOCK", requestTemplates: { "application/json": '{"statusCode": 200}' } },
  };
  for (const [pathPart, integration] of Object.entries(integrations)) {
    const { id: resourceId } = await gateway.send(
      new CreateResourceCommand({ restApiId, parentId: rootResourceId, pathPart }),
    );
    const place = { restApiId, resourceId, httpMethod: "GET" };
    await gateway.send(new PutMethodCommand({ ...place, authorizationType: "NONE" }));
    await gateway.send(new PutMethodResponseCommand({ ...place, statusCode: "200" }));
    await gateway.send(new PutIntegrationCommand({ ...place, ...integration }));
    if (integration.type === "MOCK")
      await gateway.send(
        new PutIntegrationResponseCommand({
          ...place,
          statusCode: "200",
          responseTemplates: { "application/json": '{"id": "$context.requestId"}' },
        }),
      );
  }
  await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: "live" }));
  return restApiId;
}

async function makeHttpApi(config, functionArn) {
  const gateway = new ApiGatewayV2Client(config);
  const { ApiId } = await gateway.send(new CreateApiCommand({ Name: "bench", ProtocolType: "HTTP" }));
  const { IntegrationId } = await gateway.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: "AWS_PROXY",
      IntegrationUri: functionArn,
      PayloadFormatVersion: "2.0",
    }),
  );
  await gateway.send(
    new CreateRouteCommand({ ApiId, RouteKey: "GET /hello", Target: `integrations/${IntegrationId}` }),
  );
  await gateway.send(new CreateStageCommand({ ApiId, StageName: "$default", AutoDeploy: true }));
  return ApiId;
}
