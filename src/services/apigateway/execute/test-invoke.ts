// TestInvokeMethod and TestInvokeAuthorizer: a call of the API as it is now, without deployment, without keys, throttles and authorizers,
// and with its execution log in the answer. AWS: "Use the API Gateway console to test a REST API method".

import type { TestInvokeAuthorizerCommandInput, TestInvokeMethodCommandInput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { notServed } from "../errors.ts";
import { requireApi, requireMethod, requirePart } from "../finding.ts";
import type { AuthorizerRecord, Method, ResourceRecord, StageRecord, Texts } from "../records.ts";
import { liveSnapshot } from "../repo.ts";
import { answerCall, callOf } from "./answer-request.ts";
import type { Answer } from "./answer.ts";
import { ask, type AuthorizerDecision, identityOf } from "./authorization/function-authorizer.ts";
import type { ApiRequest, Call, Pair } from "./call.ts";
import { Failure } from "./failure.ts";
import type { TraceLine } from "./logs.ts";
import { parametersOf } from "./resource-match.ts";
import { deployedFrom, type Target } from "./target.ts";

/** AWS: the stage that test calls are in. */
const STAGE = "test-invoke-stage";

/** What a test call came to. */
export interface TestResult<T> {
  readonly result: T;
  /** AWS: one text, a line a step. */
  readonly log: string;
  readonly latencyMs: number;
}

/** Calls a method. */
export async function testMethod(
  context: Context,
  input: Input<TestInvokeMethodCommandInput>,
): Promise<TestResult<Answer>> {
  const { resource, method } = context.store.read((tx) => requireMethod(tx, context, input));
  const { call, lines } = testCall(context, input, resource, method);
  call.facts.principal = context.principal;
  const answer = await answerCall(call);
  return { result: answer, ...logged(call, lines) };
}

/** Asks a Lambda authorizer. */
export async function testAuthorizer(
  context: Context,
  input: Input<TestInvokeAuthorizerCommandInput>,
): Promise<TestResult<AuthorizerDecision | Failure>> {
  const { restApiId, authorizerId } = input;
  const { authorizer, root } = context.store.read((tx) => {
    const api = requireApi(tx, context, restApiId);
    return {
      authorizer: requirePart(tx, context, restApiId, "authorizer", authorizerId),
      root: requirePart(tx, context, restApiId, "resource", api.rootResourceId),
    };
  });
  if (authorizer.type === "COGNITO_USER_POOLS") throw notServed("test calls of authorizers by user pools");
  const { call, lines } = testCall(context, input, root, NO_METHOD);
  return { result: await decisionOf(call, authorizer), ...logged(call, lines) };
}

async function decisionOf(call: Call, authorizer: AuthorizerRecord): Promise<AuthorizerDecision | Failure> {
  try {
    return await ask(call, authorizer, identityOf(call, authorizer));
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

const NO_METHOD: Method = { httpMethod: "GET", authorizationType: "NONE", apiKeyRequired: false, methodResponses: {} };

interface TestInput {
  readonly restApiId: string;
  readonly pathWithQueryString?: string;
  readonly body?: string;
  readonly headers?: Texts;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly stageVariables?: Texts;
}

function testCall(
  context: Context,
  input: TestInput,
  resource: ResourceRecord,
  method: Method,
): { readonly call: Call; readonly lines: TraceLine[] } {
  const { restApiId, pathWithQueryString } = input;
  const [path = "/", rawQuery = ""] = (pathWithQueryString ?? resource.path).split("?");
  const snapshot = context.store.read((tx) => liveSnapshot(tx, context, requireApi(tx, context, restApiId)));
  const found = { resource, method, pathParameters: parametersOf(resource.path, path) };
  const target: Target = {
    scope: context,
    apiId: restApiId,
    deployed: { ...deployedFrom(snapshot), find: () => found },
    stage: stageOf(input.stageVariables),
    deploymentId: "",
    isCanary: false,
    variables: input.stageVariables ?? {},
    path,
    fullPath: path,
  };
  const lines: TraceLine[] = [];
  const { requestId, random } = context;
  const request = requestOf(input, method.httpMethod === "ANY" ? "GET" : method.httpMethod, rawQuery, requestId);
  const call = callOf(context, undefined, target, request, {
    extendedRequestId: `${random.text(15, "abcdefghijklmnop")}=`,
    lines,
  });
  return { call, lines };
}

function requestOf(input: TestInput, method: string, rawQuery: string, requestId: string): ApiRequest {
  const several = Object.entries(input.multiValueHeaders ?? {}).flatMap(([name, values]) =>
    values.map((value): Pair => [name, value]),
  );
  const names = new Set(several.map(([name]) => name));
  return {
    method,
    headers: [...Object.entries(input.headers ?? {}).filter(([name]) => !names.has(name)), ...several],
    query: [...new URLSearchParams(rawQuery)],
    rawQuery,
    body: Buffer.from(input.body ?? ""),
    // AWS: test calls have these for an address and a source.
    host: "testPrefix.testDomainName",
    sourceIp: "test-invoke-source-ip",
    requestId,
  };
}

function stageOf(variables: Texts = {}): StageRecord {
  return {
    v: 1,
    stageName: STAGE,
    deploymentId: "",
    cacheClusterEnabled: false,
    methodSettings: {},
    variables,
    tracingEnabled: false,
    tags: {},
    createdAtMs: 0,
    updatedAtMs: 0,
  };
}

function logged(call: Call, lines: readonly TraceLine[]): { readonly log: string; readonly latencyMs: number } {
  const { requestId } = call.request;
  const written = lines.map(({ atMs, text }) => `${new Date(atMs).toUTCString()} : ${text}`);
  return {
    log: [`Execution log for request ${requestId}`, ...written, ""].join("\n"),
    latencyMs: call.yard.clock.nowMs() - call.startedAtMs,
  };
}
