// Goal: WebSocket APIs and @connections are AWS's to the AWS CLI. Method: an API made by the CLI's own code against a yard in this process,
// a client of it, and the CLI as the backend.

import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

if (!hasAwsCli)
  test("the AWS CLI is not installed: WebSocket APIs are not tried with it", () => expect(hasAwsCli).toBe(false));

describe.runIf(hasAwsCli)("the AWS CLI makes a WebSocket API", () => {
  let cli: AwsCli;
  let aws: AwsCli["aws"];

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
  });
  afterAll(() => cli.stop());

  test("and reaches its clients", async () => {
    const expression = "$request.body.action";
    const apiId =
      await aws<string>`apigatewayv2 create-api --name chat --protocol-type WEBSOCKET --route-selection-expression ${expression} --query ApiId`;
    const api = ["--api-id", apiId];
    const templates = JSON.stringify({ $default: '{"statusCode":200}' });
    const integrationId =
      await aws<string>`apigatewayv2 create-integration ${api} --integration-type MOCK --request-templates ${templates} --query IntegrationId`;
    const answer = JSON.stringify({ $default: "$context.connectionId" });
    await aws`apigatewayv2 create-integration-response ${api} --integration-id ${integrationId} --integration-response-key $default --response-templates ${answer}`;
    const routeId =
      await aws<string>`apigatewayv2 create-route ${api} --route-key $default --target ${`integrations/${integrationId}`} --route-response-selection-expression $default --query RouteId`;
    await aws`apigatewayv2 create-route-response ${api} --route-id ${routeId} --route-response-key $default`;
    const schema = JSON.stringify({ type: "object" });
    await aws`apigatewayv2 create-model ${api} --name Message --content-type application/json --schema ${schema}`;
    expect(await aws`apigatewayv2 get-models ${api} --query Items[].Name`).toEqual(["Message"]);
    await aws`apigatewayv2 create-stage ${api} --stage-name live`;
    await aws`apigatewayv2 create-deployment ${api} --stage-name live`;

    const address = `${cli.yard.origin}/_aws/execute-api/${apiId}/live`;
    const socket = new WebSocket(address.replace(/^http/, "ws"));
    await once(socket, "open");
    socket.send("who");
    const [id] = (await once(socket, "message")) as [Buffer];
    const connection = ["--endpoint-url", address, "--connection-id", id.toString("utf8")];
    const heard = once(socket, "message");
    await aws`apigatewaymanagementapi post-to-connection ${connection} --data aGVsbG8=`;
    expect(String(((await heard) as [Buffer])[0])).toMatch(/^(?:hello|aGVsbG8=)$/);
    expect(await aws`apigatewaymanagementapi get-connection ${connection} --query Identity.SourceIp`).toBe("127.0.0.1");
    const closed = once(socket, "close");
    await aws`apigatewaymanagementapi delete-connection ${connection}`;
    expect(((await closed) as [number])[0]).toBe(1000);
    await expect(aws`apigatewaymanagementapi get-connection ${connection}`).rejects.toThrow("GoneException");
  });
});
