// How each documented error of the API Gateway Management API is provoked: its operations are called at an API's address.

import { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import { once } from "node:events";
import { WebSocket } from "ws";
import { type Caller, type ErrorTable, type Grounds, sweepOf, unprovokable } from "./table.ts";

interface Made {
  /** Somebody who is connected, and does not read. */
  readonly connectionId: string;
  /** Calls at the API's stage. */
  readonly atStage: Caller;
  /** Calls at a stage that is not there. */
  readonly elsewhere: Caller;
}

const WHO = { IntegrationResponseKey: "$default", ResponseTemplates: { $default: "$context.connectionId" } };

async function prepare({ account, aws, yard }: Grounds): Promise<Made> {
  const apis = aws.apiGatewayV2;
  const api = { Name: "sweep", ProtocolType: "WEBSOCKET", RouteSelectionExpression: "$request.body.x" } as const;
  const { ApiId } = await apis.createApi(api);
  const RequestTemplates = { $default: '{"statusCode":200}' };
  const { IntegrationId } = await apis.createIntegration({ ApiId, IntegrationType: "MOCK", RequestTemplates });
  await apis.createIntegrationResponse({ ApiId, IntegrationId, ...WHO });
  const { RouteId } = await apis.createRoute({
    ApiId,
    RouteKey: "$default",
    Target: `integrations/${IntegrationId ?? ""}`,
    RouteResponseSelectionExpression: "$default",
  });
  await apis.createRouteResponse({ ApiId, RouteId, RouteResponseKey: "$default" });
  await apis.createStage({ ApiId, StageName: "live" });
  await apis.createDeployment({ ApiId, StageName: "live" });
  const base = `${yard.origin}/_aws/execute-api/${ApiId ?? ""}`;
  const socket = new WebSocket(`${base.replace(/^http/, "ws")}/live`);
  await once(socket, "open");
  socket.send("who");
  const [data] = (await once(socket, "message")) as [Buffer];
  socket.pause();
  const at = (stage: string): Caller =>
    new ApiGatewayManagementApiClient({ ...account.config, endpoint: `${base}/${stage}` });
  return { connectionId: data.toString("utf8"), atStage: at("live"), elsewhere: at("dead") };
}

const everywhere: ErrorTable<Made>["everywhere"] = {
  // AWS: a stage that is not there is answered as what nobody may call.
  ForbiddenException: ({ elsewhere }, ask) => ask({}, elsewhere),
  GoneException: ({ atStage }, ask) => ask({ ConnectionId: "L0SM9cOFvHcCIhw=" }, atStage),
  LimitExceededException: unprovokable(
    "Only what is sent fills a client's buffer, and calls of one machine reach no limit.",
  ),
};

/** The errors sweep of the management API. */
export const apigatewaymanagementapi = sweepOf<Made>({
  service: "apigatewaymanagementapi",
  prepare,
  inputs: {
    DeleteConnection: ({ connectionId }) => ({ ConnectionId: connectionId }),
    GetConnection: ({ connectionId }) => ({ ConnectionId: connectionId }),
    PostToConnection: ({ connectionId }) => ({ ConnectionId: connectionId, Data: Buffer.from("x") }),
  },
  everywhere,
  operations: {
    DeleteConnection: {},
    GetConnection: {},
    PostToConnection: {
      PayloadTooLargeException: ({ atStage }, ask) => ask({ Data: Buffer.alloc(128 * 1024 + 1) }, atStage),
      // The client does not read: sooner or later its buffer is full.
      async LimitExceededException({ atStage }, ask) {
        const Data = Buffer.alloc(128 * 1024, "x");
        for (let count = 0; count < 1000; count += 1) await ask({ Data }, atStage);
      },
    },
  },
});
