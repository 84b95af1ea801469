// For the data plane's tests: APIs put into the store as a deployment leaves them, and requests over real HTTP by the API's host.

import http from "node:http";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import type { TestAccount, TestYard } from "../../../../testing/harness.ts";
import { lambdaBench, type LambdaBench } from "../../../lambda/test/bench.ts";
import type {
  ApiSnapshot,
  Integration,
  IntegrationResponse,
  Method,
  ResourceRecord,
  RestApiRecord,
  StageRecord,
} from "../../records.ts";
import { saveApi, savePart, saveSnapshot } from "../../repo.ts";

export type MethodSketch = Partial<Omit<Method, "methodIntegration">> & { readonly integration?: Partial<Integration> };

export interface ApiSketch extends Partial<Omit<ApiSnapshot, "api" | "resources">> {
  /** "GET /orders/{id}" -> its method. */
  readonly methods: Readonly<Record<string, MethodSketch>>;
  readonly api?: Partial<RestApiRecord>;
  readonly stage?: Partial<StageRecord>;
}

export interface TestApi {
  readonly apiId: string;
  readonly host: string;
  /** "arn:aws:execute-api:REGION:ACCOUNT:API/live". */
  readonly arn: string;
  call(request: string, options?: CallOptions): Promise<TestAnswer>;
  /** Changes the stage's record. */
  stage(change: Partial<StageRecord>): void;
}

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
  /** Another Host than the API's. */
  readonly host?: string;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  readonly bytes: Buffer;
  /** The body, parsed. */
  readonly json: unknown;
}

let apis = 0;

/** An API with a stage "live", as CreateDeployment keeps it. */
export function publish(yard: TestYard, account: TestAccount, sketch: ApiSketch): TestApi {
  const apiId = sketch.api?.id ?? `t${String(process.pid % 10_000).padStart(4, "0")}${String(++apis).padStart(5, "0")}`;
  const scope = { account: account.account, region: account.region };
  const { methods, api: changes, stage: stageChanges, ...parts } = sketch;
  const resources = resourcesOf(methods);
  const api: RestApiRecord = {
    v: 1,
    id: apiId,
    name: "test",
    createdAtMs: 0,
    rootResourceId: "root",
    binaryMediaTypes: [],
    apiKeySource: "HEADER",
    endpointConfiguration: { types: ["EDGE"], ipAddressType: "ipv4" },
    tags: {},
    disableExecuteApiEndpoint: false,
    ...changes,
  };
  let stage: StageRecord = {
    v: 1,
    stageName: "live",
    deploymentId: "dep",
    cacheClusterEnabled: false,
    methodSettings: {},
    variables: {},
    tracingEnabled: false,
    tags: {},
    createdAtMs: 0,
    updatedAtMs: 0,
    ...stageChanges,
  };
  const snapshot = {
    api,
    resources,
    authorizers: [],
    models: [],
    requestValidators: [],
    gatewayResponses: [],
    ...parts,
  };
  const { store } = yard.yard.context;
  store.write((tx) => {
    saveApi(tx, scope, api);
    savePart(tx, scope, apiId, "stage", "live", stage);
    saveSnapshot(tx, scope, apiId, "dep", snapshot);
  });
  const host = `${apiId}.execute-api.localhost`;
  return {
    apiId,
    host,
    arn: `arn:aws:execute-api:${scope.region}:${scope.account}:${apiId}/live`,
    call: (request, options) => send(yard, host, `/live`, request, options),
    stage(change) {
      stage = { ...stage, ...change };
      store.write((tx) => savePart(tx, scope, apiId, "stage", "live", stage));
    },
  };
}

function resourcesOf(methods: ApiSketch["methods"]): readonly ResourceRecord[] {
  const found = new Map<string, ResourceRecord>([["/", { v: 1, id: "root", pathPart: "", path: "/", methods: {} }]]);
  for (const [key, sketch] of Object.entries(methods)) {
    const [httpMethod = "", path = "/"] = key.split(" ");
    let parentId = "root";
    let at = "";
    for (const part of path.split("/").filter((each) => each !== "")) {
      at += `/${part}`;
      const known: ResourceRecord = found.get(at) ?? {
        v: 1,
        id: `res${found.size}`,
        parentId,
        pathPart: part,
        path: at,
        methods: {},
      };
      found.set(at, known);
      parentId = known.id;
    }
    const place = at === "" ? "/" : at;
    const resource = found.get(place);
    if (resource === undefined) throw new RangeError(key);
    found.set(place, { ...resource, methods: { ...resource.methods, [httpMethod]: methodOf(httpMethod, sketch) } });
  }
  return [...found.values()];
}

function methodOf(httpMethod: string, { integration, ...method }: MethodSketch): Method {
  return {
    httpMethod,
    authorizationType: "NONE",
    apiKeyRequired: false,
    methodResponses: { "200": { statusCode: "200" } },
    methodIntegration: {
      type: "MOCK",
      passthroughBehavior: "WHEN_NO_MATCH",
      timeoutInMillis: 29_000,
      cacheNamespace: "root",
      cacheKeyParameters: [],
      integrationResponses: { "200": { statusCode: "200" } },
      ...(integration?.type === undefined || integration.type === "MOCK"
        ? { requestTemplates: { "application/json": '{"statusCode": 200}' } }
        : { httpMethod: "POST" }),
      ...integration,
    },
    ...method,
  };
}

/** A mock integration that answers with a template. */
export function mock(
  template: string,
  changes: Partial<Integration> = {},
  response: Partial<IntegrationResponse> = {},
): MethodSketch {
  return {
    integration: {
      type: "MOCK",
      integrationResponses: {
        "200": { statusCode: "200", responseTemplates: { "application/json": template }, ...response },
      },
      ...changes,
    },
  };
}

/** A Lambda integration of a function. */
export function lambdaProxy(functionArn: string, changes: Partial<Integration> = {}): MethodSketch {
  return { integration: { type: "AWS_PROXY", uri: functionUri(functionArn), ...changes } };
}

export function functionUri(functionArn: string): string {
  return `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}

/** A yard and an account with functions. */
export async function functionsBench(yard?: TestYard): Promise<LambdaBench> {
  return lambdaBench(yard);
}

/** Sends "GET /path?query" to a host of the yard. */
export function send(
  yard: TestYard,
  host: string,
  base: string,
  request: string,
  options: CallOptions = {},
): Promise<TestAnswer> {
  const [method = "GET", path = "/"] = request.split(" ");
  const { port } = new URL(yard.origin);
  return new Promise((resolve, reject) => {
    const headers: Record<string, string | readonly string[]> = {
      host: `${options.host ?? host}:${port}`,
      ...options.headers,
    };
    const outgoing = http.request(
      {
        host: "127.0.0.1",
        port,
        path: base + path,
        method,
        headers: headers as http.OutgoingHttpHeaders,
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const bytes = Buffer.concat(chunks);
          const text = bytes.toString("utf8");
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            bytes,
            get json() {
              return JSON.parse(text) as unknown;
            },
          });
        });
        response.on("error", reject);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(options.body);
  });
}

/** Lets API Gateway invoke a function for one API. */
export async function allow(bench: LambdaBench, name: string, sourceArn: string): Promise<void> {
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
export async function gatewayRole(account: TestAccount, actions: readonly string[]): Promise<string> {
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
