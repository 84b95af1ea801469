// WebSocket APIs through the SDK, and clients over real sockets, for the tests of their way.

import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateDeploymentCommand,
  CreateIntegrationCommand,
  type CreateIntegrationCommandInput,
  CreateIntegrationResponseCommand,
  type CreateIntegrationResponseCommandInput,
  CreateRouteCommand,
  type CreateRouteCommandInput,
  CreateRouteResponseCommand,
  CreateStageCommand,
  type CreateStageCommandInput,
} from "@aws-sdk/client-apigatewayv2";
import { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { once } from "node:events";
import { type ClientOptions, WebSocket } from "ws";
import type { TestAccount, TestYard } from "../../../../../testing/harness.ts";
import type { LambdaBench } from "../../../../lambda/test/bench.ts";

/** A route: its integration, and whether it answers. */
export interface RouteSketch extends Partial<CreateRouteCommandInput> {
  readonly integration?: Partial<CreateIntegrationCommandInput>;
  readonly responses?: readonly Partial<CreateIntegrationResponseCommandInput>[];
  readonly isTwoWay?: boolean;
}

export interface SocketApi {
  readonly apiId: string;
  /** ws://127.0.0.1:PORT/_aws/execute-api/API/live. */
  readonly url: string;
  /** Where the management API is. */
  readonly management: string;
  readonly arn: string;
  /** The management API as the account's administrator. */
  readonly connections: ApiGatewayManagementApiClient;
}

/** Makes an API with these routes, and deploys it to the stage "live". */
export async function publish(
  yard: TestYard,
  account: TestAccount,
  routes: Readonly<Record<string, RouteSketch>>,
  stage: Partial<CreateStageCommandInput> = {},
): Promise<SocketApi> {
  const client = account.client(ApiGatewayV2Client);
  const { ApiId: apiId = "" } = await client.send(
    new CreateApiCommand({
      Name: "chat",
      ProtocolType: "WEBSOCKET",
      RouteSelectionExpression: "$request.body.action",
    }),
  );
  for (const [routeKey, { integration, responses = [], isTwoWay, ...route }] of Object.entries(routes)) {
    const target = integration === undefined ? undefined : await integrate(client, apiId, integration, responses);
    const { RouteId } = await client.send(
      new CreateRouteCommand({
        ...route,
        ApiId: apiId,
        RouteKey: routeKey,
        ...(target === undefined ? {} : { Target: target }),
        ...(isTwoWay === true ? { RouteResponseSelectionExpression: "$default" } : {}),
      }),
    );
    if (isTwoWay === true)
      await client.send(new CreateRouteResponseCommand({ ApiId: apiId, RouteId, RouteResponseKey: "$default" }));
  }
  await client.send(new CreateStageCommand({ ...stage, ApiId: apiId, StageName: "live" }));
  await client.send(new CreateDeploymentCommand({ ApiId: apiId, StageName: "live" }));
  const management = `${yard.origin}/_aws/execute-api/${apiId}/live`;
  return {
    apiId,
    url: management.replace(/^http/, "ws"),
    management,
    arn: `arn:aws:execute-api:${account.region}:${account.account}:${apiId}/live`,
    connections: new ApiGatewayManagementApiClient({ ...account.config, endpoint: management }),
  };
}

async function integrate(
  client: ApiGatewayV2Client,
  apiId: string,
  integration: Partial<CreateIntegrationCommandInput>,
  responses: readonly Partial<CreateIntegrationResponseCommandInput>[],
): Promise<string> {
  const { IntegrationId } = await client.send(
    new CreateIntegrationCommand({ IntegrationType: "MOCK", ...integration, ApiId: apiId }),
  );
  for (const response of responses)
    await client.send(
      new CreateIntegrationResponseCommand({
        IntegrationResponseKey: "$default",
        ...response,
        ApiId: apiId,
        IntegrationId,
      }),
    );
  return `integrations/${IntegrationId ?? ""}`;
}

/** An integration of a mock that answers 200 and, with `text`, this. */
export function mock(text?: string): RouteSketch {
  return {
    integration: {
      IntegrationType: "MOCK",
      RequestTemplates: { $default: '{"statusCode":200}' },
      TemplateSelectionExpression: "\\$default",
    },
    ...(text === undefined
      ? {}
      : {
          responses: [{ ResponseTemplates: { $default: text }, TemplateSelectionExpression: "\\$default" }],
          isTwoWay: true,
        }),
  };
}

/** An integration with a function that APIs may invoke. */
export async function functionOf(
  bench: LambdaBench,
  name: string,
  code: string,
  type: "AWS" | "AWS_PROXY" = "AWS_PROXY",
): Promise<Partial<CreateIntegrationCommandInput>> {
  const arn = await bench.create(name, code);
  await bench.lambda.send(
    new AddPermissionCommand({
      FunctionName: name,
      StatementId: "apis",
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
    }),
  );
  return {
    IntegrationType: type,
    IntegrationMethod: "POST",
    IntegrationUri: `arn:aws:apigateway:${bench.account.region}:lambda:path/2015-03-31/functions/${arn}/invocations`,
  };
}

/** A client, and what it hears: messages and the end, in their order. */
export interface TestClient {
  readonly socket: WebSocket;
  /** The next message, as text. */
  next(): Promise<string>;
  send(message: unknown): void;
  /** Resolves with the code when the connection has ended. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
}

/** Connects; rejects with the answer's status and text where it is refused. */
export async function join(url: string, options: ClientOptions = {}, protocols: string[] = []): Promise<TestClient> {
  const socket = new WebSocket(url, protocols, options);
  const heard: string[] = [];
  const waiting: ((text: string) => void)[] = [];
  socket.on("message", (data) => {
    const text = (data as Buffer).toString("utf8");
    const next = waiting.shift();
    if (next === undefined) heard.push(text);
    else next(text);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once("close", (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  const refused = new Promise<never>((_resolve, reject) => {
    socket.once("unexpected-response", (_request, response) => {
      let text = "";
      response.on("data", (piece) => (text += String(piece)));
      response.on("end", () => {
        socket.removeAllListeners("error");
        socket.on("error", () => undefined);
        socket.terminate();
        reject(new Refusal(response.statusCode ?? 0, text));
      });
    });
  });
  await Promise.race([once(socket, "open"), refused]);
  // An error after the opening shows in `closed`.
  socket.on("error", () => undefined);
  return {
    socket,
    next: () => {
      const text = heard.shift();
      return text === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(text);
    },
    send: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    closed,
  };
}

/** How a client was refused. */
class Refusal extends Error {
  readonly status: number;
  readonly text: string;

  constructor(status: number, text: string) {
    super(`${status}: ${text}`);
    this.status = status;
    this.text = text;
  }
}
