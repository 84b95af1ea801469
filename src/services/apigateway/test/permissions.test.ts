// What callers need besides the operation itself: roles are handed over only by those who may pass them.

import {
  APIGatewayClient,
  CreateRestApiCommand,
  ImportRestApiCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from "@aws-sdk/client-api-gateway";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

const yard = await sharedYard();

/** A client of a user who may do anything with API Gateway, and nothing else. */
async function gatewayOfUser() {
  const account = yard.account();
  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: "author" }));
  const Statement = [{ Effect: "Allow", Action: "apigateway:*", Resource: "*" }];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new PutUserPolicyCommand({ UserName: "author", PolicyName: "p", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "author" }));
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
  return {
    gateway: account.clientWith(APIGatewayClient, credentials),
    role: `arn:aws:iam::${account.account}:role/admin`,
  };
}

const DENIED = { name: "AccessDeniedException", message: expect.stringContaining("iam:PassRole") };

test("an integration's role is passed by those who may", async () => {
  // Goal: PutIntegration asks for iam:PassRole; method: a user without it, with and without a role.
  const { gateway, role: credentials } = await gatewayOfUser();
  const { id: restApiId, rootResourceId: resourceId } = await gateway.send(new CreateRestApiCommand({ name: "a" }));
  const place = { restApiId, resourceId, httpMethod: "GET" };
  await gateway.send(new PutMethodCommand({ ...place, authorizationType: "NONE" }));
  await gateway.send(new PutIntegrationCommand({ ...place, type: "MOCK" }));
  await expect(gateway.send(new PutIntegrationCommand({ ...place, type: "MOCK", credentials }))).rejects.toMatchObject(
    DENIED,
  );
});

test("a definition hands no role over in disguise", async () => {
  // Goal: imports ask for iam:PassRole, however the text is written; method: plain, an alias of YAML, an escape of JSON.
  const { gateway, role } = await gatewayOfUser();
  const send = (text: string) => gateway.send(new ImportRestApiCommand({ body: new TextEncoder().encode(text) }));
  const documentOf = (integration: string): string =>
    `{"swagger": "2.0", "info": {"title": "t"}, "paths": {"/": {"get": {"responses": {}, "x-amazon-apigateway-integration": ${integration}}}}}`;
  await send(documentOf('{"type": "mock"}'));
  await expect(send(documentOf(`{"type": "mock", "credentials": "${role}"}`))).rejects.toMatchObject(DENIED);
  const escaped = role.replace("arn", "\\u0061rn");
  await expect(send(documentOf(`{"type": "mock", "credentials": "${escaped}"}`))).rejects.toMatchObject(DENIED);
  const aliased = `x: &role ${role}\nswagger: "2.0"\ninfo: { title: t }\npaths:\n  /:\n    get:\n      responses: {}\n      x-amazon-apigateway-integration: { type: mock, credentials: *role }\n`;
  await expect(send(aliased)).rejects.toMatchObject(DENIED);
});
