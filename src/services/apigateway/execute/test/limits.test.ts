// Goal: keys, plans, throttles, validators and caches hold. Method: each over HTTP; time stands still, and is moved where it matters.

import { expect, test } from "vitest";
import { createClock } from "../../../../kernel/clock.ts";
import { testYard, type TestAccount, type TestYard } from "../../../../testing/harness.ts";
import type { ApiKeyRecord, UsagePlanRecord } from "../../records.ts";
import { saveApiKey, savePlanKey, saveThing } from "../../repo.ts";
import { mock, publish, type TestAnswer, type TestApi } from "./fixture.ts";

// A Monday.
const START_MS = Date.UTC(2026, 0, 5);
const yard = await testYard({ clock: createClock({ mode: "virtual", startMs: START_MS }) });

function shown({ status, json, headers }: TestAnswer): readonly unknown[] {
  return [status, json, headers["x-amzn-errortype"]];
}

/** A key of a plan for the API's stage. */
function planned(
  on: TestYard,
  account: TestAccount,
  api: TestApi,
  plan: Partial<UsagePlanRecord>,
  key: Partial<ApiKeyRecord> = {},
): string {
  const scope = { account: account.account, region: account.region };
  const value = `key-of-${api.apiId}-and-more`;
  on.yard.context.store.write((tx) => {
    saveApiKey(tx, scope, {
      v: 1,
      id: "key1",
      value,
      enabled: true,
      createdAtMs: 0,
      updatedAtMs: 0,
      stageKeys: [],
      tags: {},
      ...key,
    });
    saveThing(tx, scope, "usagePlan", "plan1", {
      v: 1,
      id: "plan1",
      name: "p",
      apiStages: [{ apiId: api.apiId, stage: "live" }],
      tags: {},
      createdAtMs: START_MS,
      ...plan,
    });
    savePlanKey(tx, scope, { v: 1, planId: "plan1", keyId: "key1", createdAtMs: 0 });
  });
  return value;
}

const KEYED = { ...mock('{"key":"$context.identity.apiKey"}'), apiKeyRequired: true };

test("methods that ask for a key take only keys of the stage's plans", async () => {
  const account = yard.account();
  const api = publish(yard, account, { methods: { "GET /a": KEYED, "GET /free": mock("{}") } });
  const key = planned(yard, account, api, {});
  const forbidden = [403, { message: "Forbidden" }, "ForbiddenException"];
  expect(shown(await api.call("GET /a"))).toEqual(forbidden);
  expect(shown(await api.call("GET /a", { headers: { "x-api-key": "another-key-entirely" } }))).toEqual(forbidden);
  expect(shown(await api.call("GET /a", { headers: { "x-api-key": key } }))).toEqual([200, { key }, undefined]);
  expect((await api.call("GET /free")).status).toBe(200);
  planned(yard, account, api, { apiStages: [{ apiId: api.apiId, stage: "other" }] });
  expect(shown(await api.call("GET /a", { headers: { "x-api-key": key } }))).toEqual(forbidden);
  planned(yard, account, api, {}, { enabled: false });
  expect(shown(await api.call("GET /a", { headers: { "x-api-key": key } }))).toEqual(forbidden);
});

test("a plan's rate, burst and quota hold for each key", async () => {
  // AWS: "Usage plans and API keys for REST APIs in API Gateway".
  const account = yard.account();
  const api = publish(yard, account, { methods: { "GET /a": KEYED, "GET /b": KEYED } });
  const key = planned(yard, account, api, {
    throttle: { rateLimit: 1, burstLimit: 2 },
    apiStages: [{ apiId: api.apiId, stage: "live", throttle: { "/b/GET": { rateLimit: 0, burstLimit: 0 } } }],
    quota: { limit: 4, offset: 0, period: "DAY" },
  });
  const ask = async (path = "/a"): Promise<readonly unknown[]> =>
    shown(await api.call(`GET ${path}`, { headers: { "x-api-key": key } }));
  const throttled = [429, { message: "Too Many Requests" }, "TooManyRequestsException"];
  expect(await ask("/b")).toEqual(throttled);
  expect([(await ask())[0], (await ask())[0], await ask()]).toEqual([200, 200, throttled]);
  await yard.advance(1000);
  expect([(await ask())[0], await ask()]).toEqual([200, throttled]);
  await yard.advance(10_000);
  expect([(await ask())[0], await ask()]).toEqual([
    200,
    [429, { message: "Limit Exceeded" }, "LimitExceededException"],
  ]);
  await yard.advance(86_400_000);
  expect((await ask())[0]).toBe(200);
});

test("a stage's throttles hold for its methods", async () => {
  const api = publish(yard, yard.account(), {
    methods: { "GET /a": mock("{}"), "GET /b": mock("{}"), "GET /c": mock("{}") },
    stage: {
      methodSettings: {
        "*/*": { throttlingRateLimit: 1, throttlingBurstLimit: 1 },
        "~1b/GET": { throttlingRateLimit: 1, throttlingBurstLimit: 3 },
        "~1c/GET": { throttlingRateLimit: -1, throttlingBurstLimit: -1 },
      },
    },
  });
  const statuses = async (path: string): Promise<number[]> => {
    const found: number[] = [];
    for (let turn = 0; turn < 4; turn++) found.push((await api.call(`GET ${path}`)).status);
    return found;
  };
  expect(await statuses("/a")).toEqual([200, 429, 429, 429]);
  expect(await statuses("/b")).toEqual([200, 200, 200, 429]);
  expect(await statuses("/c")).toEqual([200, 200, 200, 200]);
});

test("validators refuse what lacks parameters or does not fit its model", async () => {
  // AWS: "Request validation for REST APIs in API Gateway"; recorded (LocalStack: test_api_gateway_request_validator).
  const url = "https://apigateway.amazonaws.com/restapis/any/models/Address";
  const api = publish(yard, yard.account(), {
    methods: {
      "POST /{id}": {
        ...mock("{}"),
        requestValidatorId: "all",
        requestParameters: {
          "method.request.querystring.page": true,
          "method.request.header.X-Must": true,
          "method.request.querystring.may": false,
        },
        requestModels: { "application/json": "Person" },
      },
      "POST /params": { ...mock("{}"), requestValidatorId: "params", requestModels: { "application/json": "Person" } },
    },
    requestValidators: [
      { v: 1, id: "all", validateRequestBody: true, validateRequestParameters: true },
      { v: 1, id: "params", validateRequestBody: false, validateRequestParameters: true },
    ],
    models: [
      {
        v: 1,
        id: "m1",
        name: "Address",
        contentType: "application/json",
        schema: '{"type":"object","required":["street"]}',
      },
      {
        v: 1,
        id: "m2",
        name: "Person",
        contentType: "application/json",
        schema: JSON.stringify({
          $schema: "http://json-schema.org/draft-04/schema#",
          type: "object",
          required: ["name"],
          // Draft 4: exclusiveMinimum is a flag.
          properties: {
            name: { type: "string", pattern: "^(a+)+$" },
            age: { minimum: 0, exclusiveMinimum: true },
            home: { $ref: url },
          },
        }),
      },
    ],
    gatewayResponses: [
      {
        v: 1,
        responseType: "BAD_REQUEST_BODY",
        statusCode: "422",
        responseParameters: {
          "gatewayresponse.header.X-Type": "'body'",
          "gatewayresponse.header.X-Path": "method.request.path.id",
        },
        responseTemplates: {
          "application/json":
            '{"text":$context.error.messageString,"type":"$context.error.responseType","why":"$context.error.validationErrorString"}',
        },
      },
    ],
  });
  const post = (path: string, body: string, type = "application/json"): Promise<TestAnswer> =>
    api.call(`POST ${path}`, { headers: { "X-Must": "1", "content-type": type }, body });
  expect(shown(await api.call("POST /7", { body: "{}" }))).toEqual([
    400,
    { message: "Missing required request parameters: [page, X-Must]" },
    "BadRequestException",
  ]);
  expect((await post("/7?page=1", '{"name":"aa","age":1}')).status).toBe(200);
  const bad = await post("/7?page=1", '{"age":0}');
  expect([bad.status, bad.headers["x-type"], bad.headers["x-path"]]).toEqual([422, "body", "7"]);
  expect(bad.json).toMatchObject({ text: "Invalid request body", type: "BAD_REQUEST_BODY" });
  for (const body of ["", "{", '{"name":1}', '{"name":"b"}', '{"name":"a","age":0}', `{"name":"${"a".repeat(50)}!"}`])
    expect([body, (await post("/7?page=1", body)).status]).toEqual([body, 422]);
  // AWS: content types without a model are not validated.
  expect((await post("/7?page=1", '{"statusCode":200}', "text/plain")).status).toBe(200);
  expect((await post("/params", "{}")).status).toBe(200);
});

test("models refer to each other", async () => {
  const api = publish(yard, yard.account(), {
    methods: {
      "POST /": { ...mock("{}"), requestValidatorId: "body", requestModels: { "application/json": "Order" } },
    },
    requestValidators: [{ v: 1, id: "body", validateRequestBody: true, validateRequestParameters: false }],
    api: { id: "abcdefghij" },
    models: [
      { v: 1, id: "m1", name: "Item", contentType: "application/json", schema: '{"type":"object","required":["sku"]}' },
      {
        v: 1,
        id: "m2",
        name: "Order",
        contentType: "application/json",
        schema: '{"type":"array","items":{"$ref":"https://apigateway.amazonaws.com/restapis/abcdefghij/models/Item"}}',
      },
    ],
  });
  const status = async (body: string): Promise<number> => (await api.call("POST /", { body })).status;
  expect([await status('[{"sku":1}]'), await status("[{}]")]).toEqual([200, 400]);
});

test("a stage's cache answers for its time, by the key parameters", async () => {
  // AWS: "Cache settings for REST APIs in API Gateway".
  const cached = mock('{"id":"$context.requestId"}', {
    cacheKeyParameters: ["method.request.querystring.q"],
    cacheNamespace: "ns",
  });
  const api = publish(yard, yard.account(), {
    methods: { "GET /a": cached, "POST /a": cached, "GET /open": cached, "GET /strict": cached },
    stage: {
      cacheClusterEnabled: true,
      methodSettings: {
        "*/*": { cachingEnabled: true, cacheTtlInSeconds: 60 },
        "~1open/GET": { requireAuthorizationForCacheControl: false },
        "~1strict/GET": { unauthorizedCacheControlHeaderStrategy: "FAIL_WITH_403" },
      },
    },
  });
  const id = async (request: string, headers: Record<string, string> = {}): Promise<unknown> =>
    (await api.call(request, { headers })).json;
  const first = await id("GET /a?q=1&x=1");
  expect(await id("GET /a?q=1&x=2")).toEqual(first);
  expect(await id("GET /a?q=2")).not.toEqual(first);
  expect(await id("POST /a?q=1")).not.toEqual(await id("POST /a?q=1"));
  await yard.advance(60_000);
  const second = await id("GET /a?q=1");
  expect(second).not.toEqual(first);
  const ignored = await api.call("GET /a?q=1", { headers: { "cache-control": "max-age=0" } });
  expect([ignored.json, ignored.headers["warning"]]).toEqual([second, '199 - "Cache invalidation is not authorized"']);
  const open = await id("GET /open?q=9");
  const refreshed = await id("GET /open?q=9", { "cache-control": "max-age=0" });
  expect(refreshed).not.toEqual(open);
  expect(await id("GET /open?q=9")).toEqual(refreshed);
  expect((await api.call("GET /strict", { headers: { "cache-control": "max-age=0" } })).status).toBe(403);
  await yard.advance(1000);
  api.stage({ cacheFlushedAtMs: yard.clock.nowMs() });
  expect(await id("GET /a?q=1")).not.toEqual(second);
});
