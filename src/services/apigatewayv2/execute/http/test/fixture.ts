// For the data plane's tests: HTTP APIs made through the SDK, and requests over real HTTP by the API's host.

import http from "node:http";
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  type CreateApiCommandInput,
  CreateIntegrationCommand,
  type CreateIntegrationCommandInput,
  CreateRouteCommand,
  type CreateRouteCommandInput,
  CreateStageCommand,
  type CreateStageCommandInput,
} from "@aws-sdk/client-apigatewayv2";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import type { TestAccount, TestYard } from "../../../../../testing/harness.ts";
import type { LambdaBench } from "../../../../lambda/test/bench.ts";

type Integration = Partial<CreateIntegrationCommandInput>;

export interface ApiSketch {
  readonly api?: Partial<CreateApiCommandInput>;
  readonly stage?: Partial<CreateStageCommandInput>;
  /** By route key. */
  readonly routes: Readonly<Record<string, Integration>>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** The body, parsed. */
  readonly json: unknown;
}

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface TestApi {
  readonly apis: ApiGatewayV2Client;
  readonly apiId: string;
  readonly host: string;
  /** Sends "GET /path?query". */
  call(request: string, options?: CallOptions): Promise<TestAnswer>;
  /** Adds a route with an integration of its own; gives the route's id. */
  route(routeKey: string, integration: Integration, route?: Partial<CreateRouteCommandInput>): Promise<string>;
}

/** An HTTP API with the routes, and a stage $default that deploys by itself. */
export async function makeApi(yard: TestYard, account: TestAccount, sketch: ApiSketch): Promise<TestApi> {
  const apis = account.client(ApiGatewayV2Client);
  const { ApiId: apiId = "" } = await apis.send(
    new CreateApiCommand({ Name: "test", ProtocolType: "HTTP", ...sketch.api }),
  );
  const route: TestApi["route"] = async (RouteKey, integration, more) => {
    const input: CreateIntegrationCommandInput = { ApiId: apiId, IntegrationType: "AWS_PROXY", ...integration };
    const { IntegrationId } = await apis.send(new CreateIntegrationCommand(input));
    const { RouteId = "" } = await apis.send(
      new CreateRouteCommand({ ApiId: apiId, RouteKey, Target: `integrations/${IntegrationId}`, ...more }),
    );
    return RouteId;
  };
  for (const [key, integration] of Object.entries(sketch.routes)) await route(key, integration);
  await apis.send(new CreateStageCommand({ ApiId: apiId, StageName: "$default", AutoDeploy: true, ...sketch.stage }));
  const host = `${apiId}.execute-api.localhost`;
  return { apis, apiId, host, route, call: (request, options) => send(yard, host, request, options) };
}

/** Sends "GET /path?query" to a host of the yard. */
export function send(yard: TestYard, host: string, request: string, options: CallOptions = {}): Promise<TestAnswer> {
  const [method = "GET", path = "/"] = request.split(" ");
  const { port } = new URL(yard.origin);
  return new Promise((resolve, reject) => {
    const headers = { host: `${host}:${port}`, ...options.headers };
    const outgoing = http.request({ host: "127.0.0.1", port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          get json() {
            return JSON.parse(text) as unknown;
          },
        });
      });
      response.on("error", reject);
    });
    outgoing.on("error", reject);
    outgoing.end(options.body);
  });
}

/** An integration of a function. */
export function lambda(functionArn: string, changes: Integration = {}): Integration {
  return { IntegrationUri: functionArn, PayloadFormatVersion: "2.0", ...changes };
}

/** A function's ARN as authorizers name it. */
export function functionUri(functionArn: string): string {
  return `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}

/** A function that API Gateway may invoke for any API of the account. */
export async function openFunction(bench: LambdaBench, name: string, source: string): Promise<string> {
  const arn = await bench.create(name, source);
  await bench.lambda.send(
    new AddPermissionCommand({
      FunctionName: name,
      StatementId: "apis",
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
      SourceArn: `arn:aws:execute-api:us-east-1:${bench.account.account}:*`,
    }),
  );
  return arn;
}

/** A role that API Gateway can assume, which may do `actions` on anything. */
export async function gatewayRole(account: TestAccount, actions: readonly string[]): Promise<string> {
  const iam = account.client(IAMClient);
  const trust = { Effect: "Allow", Principal: { Service: "apigateway.amazonaws.com" }, Action: "sts:AssumeRole" };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: "gateway",
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    }),
  );
  const allowed = { Effect: "Allow", Action: actions, Resource: "*" };
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: "gateway",
      PolicyName: "own",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [allowed] }),
    }),
  );
  return Role?.Arn ?? "";
}
