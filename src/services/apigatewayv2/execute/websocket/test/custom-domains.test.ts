// WebSocket APIs at custom domains: clients, and the backend's side.

import { ApiGatewayManagementApiClient, PostToConnectionCommand } from "@aws-sdk/client-apigatewaymanagementapi";
import { ApiGatewayV2Client, CreateApiMappingCommand, CreateDomainNameCommand } from "@aws-sdk/client-apigatewayv2";
import { Agent } from "node:http";
import { expect, test } from "vitest";
import { importCertificate } from "../../../../../testing/certificates.ts";
import { sharedYard } from "../../../../../testing/harness.ts";
import { join, mock, publish } from "./fixture.ts";

const WHO = '{"id":"$context.connectionId","domain":"$context.domainName","stage":"$context.stage"}';

// Goal: a mapping's path is the whole address, without the stage. Method: an API below a path of a domain, by Host; then a message from behind.
test("connects clients below a mapping, and lets the backend answer there", async () => {
  const yard = await sharedYard();
  const account = yard.account();
  const api = await publish(yard, account, { $default: mock(WHO) });
  const apis = account.client(ApiGatewayV2Client);
  const DomainName = `ws.w${account.account}.test`;
  const CertificateArn = await importCertificate(yard, account, [DomainName]);
  await apis.send(new CreateDomainNameCommand({ DomainName, DomainNameConfigurations: [{ CertificateArn }] }));
  await apis.send(new CreateApiMappingCommand({ DomainName, ApiId: api.apiId, Stage: "live", ApiMappingKey: "chat" }));
  const { port } = new URL(yard.origin);
  const host = `${DomainName}:${port}`;
  const client = await join(`ws://127.0.0.1:${port}/chat`, { headers: { host } });
  client.send("who");
  const { id, domain, stage } = JSON.parse(await client.next()) as { id: string; domain: string; stage: string };
  expect([domain, stage]).toEqual([host, "live"]);
  // AWS: "Use @connections commands in your backend service": at a custom domain, below the mapping.
  const { NodeHttpHandler } = await import("@smithy/node-http-handler");
  const httpAgent = new Agent({ lookup: (_name, _options, done) => done(null, [{ address: "127.0.0.1", family: 4 }]) });
  const management = new ApiGatewayManagementApiClient({
    ...account.config,
    endpoint: `http://${host}/chat`,
    requestHandler: new NodeHttpHandler({ httpAgent }),
  });
  await management.send(new PostToConnectionCommand({ ConnectionId: id, Data: "hello" }));
  expect(await client.next()).toBe("hello");
  httpAgent.destroy();
  await expect(join(`ws://127.0.0.1:${port}/other`, { headers: { host } })).rejects.toMatchObject({ status: 400 });
  client.socket.close();
});
