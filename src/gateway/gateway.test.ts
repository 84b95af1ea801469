// A request's way through the real gateway, with the real SDK and with bare HTTP.

import { GetQueueUrlCommand, ListQueuesCommand, SQSClient, CreateQueueCommand } from "@aws-sdk/client-sqs";
import { ApiGatewayV2Client, CreateApiCommand } from "@aws-sdk/client-apigatewayv2";
import { XRayClient, GetGroupsCommand } from "@aws-sdk/client-xray";
import { get } from "node:http";
import { expect, it } from "vitest";
import { sharedYard } from "../testing/harness.ts";

it("answers a signed call", async () => {
  const yard = await sharedYard();
  const { client, account } = yard.account();
  const { QueueUrl } = await client(SQSClient).send(new CreateQueueCommand({ QueueName: "orders" }));
  expect(QueueUrl).toBe(`${yard.origin}/${account}/orders`);
  expect(await client(SQSClient).send(new ListQueuesCommand({}))).toMatchObject({ QueueUrls: [QueueUrl] });
});

it("keeps accounts apart", async () => {
  const yard = await sharedYard();
  const [one, two] = [yard.account(), yard.account()];
  await one.client(SQSClient).send(new CreateQueueCommand({ QueueName: "mine" }));
  await expect(two.client(SQSClient).send(new GetQueueUrlCommand({ QueueName: "mine" }))).rejects.toMatchObject({
    name: "QueueDoesNotExist",
  });
});

it("refuses a wrong secret, an unknown key and an unsigned call", async () => {
  const yard = await sharedYard();
  const { clientWith, config } = yard.account();
  const call = (credentials: typeof config.credentials) =>
    clientWith(SQSClient, credentials).send(new ListQueuesCommand({}));
  // AWS: "Common errors" of the SQS API reference.
  await expect(call({ ...config.credentials, secretAccessKey: "wrong" })).rejects.toMatchObject({
    name: "InvalidSignatureException",
  });
  await expect(call({ ...config.credentials, accessKeyId: "AKIAUNKNOWNUNKNOWN00" })).rejects.toMatchObject({
    name: "UnrecognizedClientException",
  });
  const unsigned = await fetch(yard.origin, {
    method: "POST",
    body: "{}",
    headers: { "x-amz-target": "AmazonSQS.ListQueues", "content-type": "application/x-amz-json-1.0" },
  });
  expect(await unsigned.json()).toMatchObject({ __type: expect.stringContaining("MissingAuthenticationToken") });
});

it("says of an operation that is not there that it is not there", async () => {
  const yard = await sharedYard();
  const failure = await yard
    .account()
    .client(XRayClient)
    .send(new GetGroupsCommand({}))
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: "NotImplemented", $metadata: { httpStatusCode: 501 } });
  expect(String(failure)).toContain("GetGroups");
});

it("checks required members before anything else happens", async () => {
  const yard = await sharedYard();
  await expect(
    yard
      .account()
      .client(ApiGatewayV2Client)
      .send(new CreateApiCommand({ Name: "x" } as never)),
  ).rejects.toMatchObject({ name: "BadRequestException" });
});

it("reads little of what nobody has signed", async () => {
  // Goal: a page in a browser cannot fill the server's memory. Method: a form, which pages may send without asking.
  const { origin } = await sharedYard();
  const form = `Action=SendMessage&Version=2012-11-05&MessageBody=${"x".repeat(10 * 1024 * 1024)}`;
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const refused = await fetch(origin, { method: "POST", body: form, headers });
  expect(refused.status).toBe(413);
  expect(await refused.text()).toContain("Request must be smaller than 10485760 bytes.");
});

it("answers unsigned requests only under names of this machine", async () => {
  // Goal: a page that leads its own name to 127.0.0.1 reaches nothing that needs no signature. Method: a door's path and
  // an open operation, by a foreign Host header.
  const yard = await sharedYard();
  const { port } = new URL(yard.origin);
  const ask = (path: string, host: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      get({ host: "127.0.0.1", port, path, headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).once("error", reject);
    });
  expect(await ask("/_aws/execute-api/abcdefghij/", "evil.example")).toBe(421);
  expect(await ask("/_aws/execute-api/abcdefghij/", "localhost")).toBe(404);
  expect(await ask("/_aws/execute-api/abcdefghij/", "x.localhost:4566")).toBe(404);
  // S3 answers an anonymous reader of a bucket that is not there 404; under a foreign name it does not even look.
  expect(await ask("/no-such-bucket/key", "127.0.0.1")).toBe(404);
  expect(await ask("/no-such-bucket/key", "evil.example")).toBe(403);
});
