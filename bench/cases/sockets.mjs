// WebSocket APIs: a message and its answer, from a mock and from a function, beside a bare server of the library `ws`.

import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateDeploymentCommand,
  CreateIntegrationCommand,
  CreateIntegrationResponseCommand,
  CreateRouteCommand,
  CreateRouteResponseCommand,
  CreateStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import { performance } from "node:perf_hooks";
import { WebSocket, WebSocketServer } from "ws";
import { makeFunction } from "./apis.mjs";

const MESSAGES = { mock: '{"action":"mock"}', function: '{"action":"function"}' };

export async function measureSockets({ yard, options, report }) {
  const bare = new WebSocketServer({ port: 0 });
  bare.on("connection", (socket) => socket.on("message", (data) => socket.send(data, { binary: false })));
  const config = { endpoint: yard.origin, region: yard.region, credentials: yard.credentials };
  const apiId = await makeSocketApi(config, await makeFunction(config));
  const live = `ws://127.0.0.1:${yard.port}/_aws/execute-api/${apiId}/live`;
  const cases = [
    ["bare ws server", `ws://127.0.0.1:${bare.address().port}/`, MESSAGES.mock],
    ["WebSocket API -> mock", live, MESSAGES.mock],
    ["WebSocket API -> Lambda proxy", live, MESSAGES.function],
  ];
  for (const [name, url, message] of cases) {
    await exchange(url, message, 16, options.warmupMs);
    const one = await exchange(url, message, 1, options.durationMs);
    const many = await exchange(url, message, 16, options.durationMs);
    report(
      name,
      `${one.p50Ms.toFixed(2)} ms, ${many.perSecond.toFixed(0)}/s`,
      "message to answer: median of one connection; 16 connections",
    );
  }
  bare.close();
}

/** Sends a message on each connection as soon as the one before was answered. */
async function exchange(url, message, connections, durationMs) {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(url)));
  const untilMs = performance.now() + durationMs;
  const latencies = [];
  await Promise.all(
    sockets.map(async (socket) => {
      while (performance.now() < untilMs) {
        const startedMs = performance.now();
        await answerTo(socket, message);
        latencies.push(performance.now() - startedMs);
      }
      socket.terminate();
    }),
  );
  latencies.sort((one, other) => one - other);
  return {
    p50Ms: latencies[Math.floor(latencies.length / 2)],
    perSecond: (latencies.length * 1000) / durationMs,
  };
}

function open(url) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.once("open", () => resolve(socket));
    socket.once("error", reject);
  });
}

function answerTo(socket, message) {
  return new Promise((resolve) => {
    socket.once("message", resolve);
    socket.send(message);
  });
}

async function makeSocketApi(config, functionArn) {
  const gateway = new ApiGatewayV2Client(config);
  const { ApiId } = await gateway.send(
    new CreateApiCommand({
      Name: "bench",
      ProtocolType: "WEBSOCKET",
      RouteSelectionExpression: "$request.body.action",
    }),
  );
  const integrations = {
    mock: {
      IntegrationType: "MOCK",
      RequestTemplates: { $default: '{"statusCode":200}' },
      TemplateSelectionExpression: "\\$default",
    },
    function: {
      IntegrationType: "AWS_PROXY",
      IntegrationUri: `arn:aws:apigateway:${config.region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
    },
  };
  for (const [RouteKey, integration] of Object.entries(integrations)) {
    const { IntegrationId } = await gateway.send(new CreateIntegrationCommand({ ApiId, ...integration }));
    if (integration.IntegrationType === "MOCK")
      await gateway.send(
        new CreateIntegrationResponseCommand({
          ApiId,
          IntegrationId,
          IntegrationResponseKey: "$default",
          ResponseTemplates: { $default: '{"id":"$context.requestId"}' },
          TemplateSelectionExpression: "\\$default",
        }),
      );
    const { RouteId } = await gateway.send(
      new CreateRouteCommand({
        ApiId,
        RouteKey,
        Target: `integrations/${IntegrationId}`,
        RouteResponseSelectionExpression: "$default",
      }),
    );
    await gateway.send(new CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: "$default" }));
  }
  await gateway.send(new CreateStageCommand({ ApiId, StageName: "live" }));
  await gateway.send(new CreateDeploymentCommand({ ApiId, StageName: "live" }));
  return ApiId;
}
