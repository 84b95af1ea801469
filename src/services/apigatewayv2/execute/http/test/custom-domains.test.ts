// Requests to HTTP APIs by custom domains: over HTTP by Host, over HTTPS by the server's name, and which mapping takes them.

import { request } from "node:https";
import {
  ApiGatewayV2Client,
  CreateApiMappingCommand,
  CreateDomainNameCommand,
  UpdateApiCommand,
} from "@aws-sdk/client-apigatewayv2";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importCertificate } from "../../../../../testing/certificates.ts";
import { testYard, type TestYard } from "../../../../../testing/harness.ts";
import { lambdaBench, type LambdaBench } from "../../../../lambda/test/bench.ts";
import { lambda, makeApi, openFunction, send, type TestApi } from "./fixture.ts";

let yard: TestYard;
let bench: LambdaBench;

beforeAll(async () => {
  bench = await lambdaBench();
  ({ yard } = bench);
});

/** A domain with mappings: by key, the API. */
async function domainOf(
  label: string,
  mappings: Readonly<Record<string, readonly [TestApi, string]>>,
): Promise<string> {
  const { account } = bench;
  const DomainName = `${label}.h${account.account}.test`;
  const apis = account.client(ApiGatewayV2Client);
  const CertificateArn = await importCertificate(yard, account, [DomainName]);
  await apis.send(new CreateDomainNameCommand({ DomainName, DomainNameConfigurations: [{ CertificateArn }] }));
  for (const [ApiMappingKey, [{ apiId: ApiId }, Stage]] of Object.entries(mappings))
    await apis.send(new CreateApiMappingCommand({ DomainName, ApiId, Stage, ApiMappingKey }));
  return DomainName;
}

/** An API that answers with the status of its own. */
async function answering(
  name: string,
  status: number,
  payloadFormatVersion = "2.0",
  stage = "$default",
): Promise<TestApi> {
  const source = `export const handler = async (event) => ({ statusCode: ${status}, body: JSON.stringify(event) });`;
  const integration = lambda(await openFunction(bench, name, source), { PayloadFormatVersion: payloadFormatVersion });
  return makeApi(yard, bench.account, {
    routes: { "ANY /{proxy+}": integration, "ANY /": integration },
    stage: { StageName: stage },
  });
}

test("takes the mapping with the longest key", async () => {
  // AWS: "Map API stages to a custom domain name for HTTP APIs": the table of requests and what is selected.
  const apis = await Promise.all([201, 202, 203, 205].map((status) => answering(`longest-${status}`, status)));
  const [one, two, three, five] = apis as [TestApi, TestApi, TestApi, TestApi];
  const host = await domainOf("levels", {
    "": [one, "$default"],
    orders: [two, "$default"],
    "orders/v1/items": [three, "$default"],
    "orders/v2/items/categories": [five, "$default"],
  });
  const statusOf = async (path: string): Promise<number> => (await send(yard, host, `GET ${path}`)).status;
  expect(await statusOf("/orders")).toBe(202);
  expect(await statusOf("/orders/v1/items")).toBe(203);
  expect(await statusOf("/orders/v1/items/123")).toBe(203);
  expect(await statusOf("/orders/v2/items/categories/5")).toBe(205);
  expect(await statusOf("/customers")).toBe(201);
  expect(await statusOf("/ordersandmore")).toBe(202);
  // AWS: the same page: with mappings of one level only, segments are whole.
  const single = await domainOf("single", { "": [one, "$default"], orders: [two, "$default"] });
  expect((await send(yard, single, "GET /ordersandmore")).status).toBe(201);
});

test("tells functions of the path as AWS does", async () => {
  // AWS: "Create AWS Lambda proxy integrations for HTTP APIs": "rawPath won't provide the API mapping value. Use format version 1.0 and path".
  const second = await answering("second", 200);
  const first = await answering("first", 200, "1.0", "live");
  const host = await domainOf("paths", { "shop/v2": [second, "$default"], "shop/v1": [first, "live"] });
  const two = (await send(yard, host, "GET /shop/v2/orders/7?a=1")).json;
  expect(two).toMatchObject({
    rawPath: "/orders/7",
    pathParameters: { proxy: "orders/7" },
    requestContext: { domainName: host, domainPrefix: "paths", http: { path: "/orders/7" } },
  });
  const one = (await send(yard, host, "GET /shop/v1/orders/7")).json;
  expect(one).toMatchObject({ path: "/shop/v1/orders/7", requestContext: { stage: "live", domainName: host } });
  // AWS: a path that no mapping takes is forbidden.
  const none = await send(yard, host, "GET /elsewhere");
  expect([none.status, none.json]).toEqual([403, { message: "Forbidden" }]);
});

test("serves the domain alone where the API's own endpoint is disabled", async () => {
  // AWS: "Disable the default endpoint": clients get 404 there, and the domain goes on.
  const api = await answering("disabled", 200);
  const host = await domainOf("only", { "": [api, "$default"] });
  await api.apis.send(new UpdateApiCommand({ ApiId: api.apiId, DisableExecuteApiEndpoint: true }));
  expect((await api.call("GET /x")).status).toBe(404);
  expect((await send(yard, host, "GET /x")).status).toBe(200);
});

test("answers over HTTPS with the domain's certificate", async () => {
  // Goal: the name in TLS, the certificate, the API: all the domain's. Method: a yard with TLS, a client that trusts its authority.
  const secure = await testYard({ httpsPort: 0 });
  afterAll(() => secure.stop());
  const account = secure.account();
  const api = await makeApi(secure, account, {
    routes: {
      "GET /hello": {
        IntegrationType: "HTTP_PROXY",
        IntegrationMethod: "GET",
        IntegrationUri: `${secure.origin}/nothing`,
        PayloadFormatVersion: "1.0",
      },
    },
    api: { CorsConfiguration: { AllowOrigins: ["https://web.test"], AllowMethods: ["GET"] } },
  });
  const DomainName = `api.s${account.account}.test`;
  const CertificateArn = await importCertificate(secure, account, [DomainName]);
  await api.apis.send(new CreateDomainNameCommand({ DomainName, DomainNameConfigurations: [{ CertificateArn }] }));
  await api.apis.send(new CreateApiMappingCommand({ DomainName, ApiId: api.apiId, Stage: "$default" }));
  const ca = await secure.yard.context.authority.certificate();
  const { port } = new URL(secure.yard.secureAddress ?? "");
  const answer = await new Promise<{ status: number; origin: unknown }>((resolve, reject) => {
    const headers = { host: DomainName, origin: "https://web.test", "access-control-request-method": "GET" };
    const outgoing = request(
      { host: "127.0.0.1", port, servername: DomainName, ca, method: "OPTIONS", path: "/hello", headers, agent: false },
      (response) => {
        response.resume();
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, origin: response.headers["access-control-allow-origin"] }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end();
  });
  expect(answer).toEqual({ status: 204, origin: "https://web.test" });
});
