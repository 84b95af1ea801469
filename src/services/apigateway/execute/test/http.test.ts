// Goal: HTTP endpoints are asked what is mapped, and their answers mapped back. Method: a server that says what it was asked.

import http from "node:http";
import https from "node:https";
import type { TLSSocket } from "node:tls";
import { APIGatewayClient, GenerateClientCertificateCommand } from "@aws-sdk/client-api-gateway";
import { describe, expect, test } from "vitest";
import { sharedYard } from "../../../../testing/harness.ts";
import { loadThing } from "../../repo.ts";
import { publish } from "./fixture.ts";

const yard = await sharedYard();

describe("HTTP endpoints", () => {
  /** A server that says what it was asked. */
  async function backend(): Promise<{ origin: string; stop: () => void }> {
    const server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        if (request.url?.startsWith("/silent") === true) return;
        if (request.url?.includes("/large") === true) {
          response.end(Buffer.alloc(10 * 1024 * 1024 + 1));
          return;
        }
        const status = Number(new URL(request.url ?? "", "http://x").searchParams.get("status") ?? 200);
        response.writeHead(status, {
          "content-type": "application/json",
          "x-backend": "yes",
          "set-cookie": ["a=1", "b=2"],
        });
        response.end(
          JSON.stringify({
            method: request.method,
            url: request.url,
            headers: request.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    return { origin: `http://127.0.0.1:${port}`, stop: () => (server.closeAllConnections(), server.close()) };
  }

  test("proxied as they are, with mapped parameters", async () => {
    const server = await backend();
    const api = publish(yard, yard.account(), {
      methods: {
        "ANY /{proxy+}": {
          integration: {
            type: "HTTP_PROXY",
            httpMethod: "ANY",
            uri: `${server.origin}/base/{proxy}?fixed=1`,
            requestParameters: {
              "integration.request.path.proxy": "method.request.path.proxy",
              "integration.request.header.X-Stage": "context.stage",
              "integration.request.header.X-Color": "stageVariables.color",
            },
          },
        },
      },
      stage: { variables: { color: "red" } },
    });
    const answer = await api.call("PUT /a/b?x=1&x=2", {
      headers: { "X-Own": "1", "content-type": "text/plain" },
      body: "hello",
    });
    expect(answer.json).toMatchObject({
      method: "PUT",
      url: "/base/a/b?fixed=1&x=1&x=2",
      body: "hello",
      headers: { "x-own": "1", "x-stage": "live", "x-color": "red", "x-forwarded-for": "127.0.0.1" },
    });
    // AWS: "Amazon API Gateway important notes": remapped headers.
    expect(answer.headers["x-amzn-remapped-date"]).toBeDefined();
    expect((await api.call("GET /large")).status).toBe(500);
    expect([answer.headers["x-backend"], answer.headers["set-cookie"]]).toEqual(["yes", ["a=1", "b=2"]]);
    expect((await api.call("GET /a?status=418")).status).toBe(418);
    // A path may not climb out of the place that its integration gives it.
    for (const path of ["/../secret", "/a/%2e%2e/%2E./secret"])
      expect((await api.call(`GET ${path}`)).status).toBe(400);
    server.stop();
  });

  test("custom ones send what is mapped, and choose responses by status", async () => {
    const server = await backend();
    const api = publish(yard, yard.account(), {
      methods: {
        "POST /{id}": {
          integration: {
            type: "HTTP",
            uri: `${server.origin}/things/{thing}`,
            requestParameters: {
              "integration.request.path.thing": "method.request.path.id",
              "integration.request.querystring.status": "method.request.querystring.status",
            },
            requestTemplates: {
              "application/json": `#set($context.requestOverride.header.X-Over = "1")#set($context.requestOverride.querystring.q = "2"){"wrapped": $input.json('$')}`,
            },
            integrationResponses: {
              "200": {
                statusCode: "200",
                responseParameters: {
                  "method.response.header.X-From": "integration.response.header.x-backend",
                  "method.response.header.X-Method": "integration.response.body.method",
                },
              },
              "404": {
                statusCode: "404",
                selectionPattern: "4\\d{2}",
                responseTemplates: { "application/json": '{"error":"none"}' },
              },
            },
          },
        },
      },
    });
    const fine = await api.call("POST /7", { headers: { "X-Own": "1" }, body: '{"a": 1.0}' });
    expect([fine.headers["x-from"], fine.headers["x-method"], fine.headers["x-backend"]]).toEqual([
      "yes",
      "POST",
      undefined,
    ]);
    const seen = fine.json as { headers: Record<string, string>; url: string; body: string };
    expect([seen.url, seen.body]).toEqual(["/things/7?q=2", '{"wrapped": {"a":1.0}}']);
    expect(seen.headers).toMatchObject({
      "x-over": "1",
      "user-agent": `AmazonAPIGateway_${api.apiId}`,
      accept: "application/json",
    });
    expect(seen.headers["x-own"]).toBeUndefined();
    const failed = await api.call("POST /7?status=410", { body: "{}" });
    expect([failed.status, failed.json]).toEqual([404, { error: "none" }]);
    server.stop();
  });

  test("over TLS, with the stage's certificate", async () => {
    // AWS: "Generate and configure an SSL certificate for backend authentication in API Gateway".
    const account = yard.account();
    const gateway = account.client(APIGatewayClient);
    const { clientCertificateId = "" } = await gateway.send(new GenerateClientCertificateCommand({}));
    const scope = { account: account.account, region: account.region };
    const pair = yard.yard.context.store.read((tx) => loadThing(tx, scope, "clientCertificate", clientCertificateId));
    const server = https.createServer(
      { cert: pair?.pemEncodedCertificate, key: pair?.privateKeyPem, requestCert: true, rejectUnauthorized: false },
      (request, response) => {
        const shown = (request.socket as TLSSocket).getPeerCertificate().fingerprint256;
        response.end(JSON.stringify({ isShown: shown !== undefined }));
      },
    );
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const address = server.address();
    const uri = `https://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`;
    const integration = { type: "HTTP_PROXY" as const, httpMethod: "GET", uri };
    const api = publish(yard, account, {
      methods: {
        "GET /trusting": { integration: { ...integration, tlsConfig: { insecureSkipVerification: true } } },
        "GET /strict": { integration },
      },
    });
    expect((await api.call("GET /trusting")).json).toEqual({ isShown: false });
    api.stage({ clientCertificateId });
    expect((await api.call("GET /trusting")).json).toEqual({ isShown: true });
    expect((await api.call("GET /strict")).status).toBe(504);
    server.close();
  });

  test("what does not answer is 504", async () => {
    const server = await backend();
    const api = publish(yard, yard.account(), {
      methods: {
        "GET /silent": {
          integration: { type: "HTTP_PROXY", httpMethod: "GET", uri: `${server.origin}/silent`, timeoutInMillis: 50 },
        },
        "GET /gone": { integration: { type: "HTTP_PROXY", httpMethod: "GET", uri: "http://127.0.0.1:1/" } },
        "GET /metadata": {
          integration: { type: "HTTP_PROXY", httpMethod: "GET", uri: "http://169.254.169.254/latest" },
        },
      },
    });
    const silent = await api.call("GET /silent");
    expect([silent.status, silent.json]).toEqual([504, { message: "Endpoint request timed out" }]);
    for (const path of ["/gone", "/metadata"]) {
      const gone = await api.call(`GET ${path}`);
      expect([gone.status, gone.json]).toEqual([504, { message: "Network error communicating with endpoint" }]);
    }
    server.stop();
  });
});
