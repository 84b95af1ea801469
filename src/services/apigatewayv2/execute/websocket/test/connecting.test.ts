// Who may connect, what a refused client is told, and how connections end.

import {
  ApiGatewayV2Client,
  CreateAuthorizerCommand,
  CreateDeploymentCommand,
  DeleteApiCommand,
  DeleteStageCommand,
  GetRoutesCommand,
  UpdateRouteCommand,
} from "@aws-sdk/client-apigatewayv2";
import {
  ApiGatewayManagementApiClient,
  GetConnectionCommand,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { type ClientConfig, type TestAccount, testYard, type TestYard } from "../../../../../testing/harness.ts";
import { lambdaBench, type LambdaBench } from "../../../../lambda/test/bench.ts";
import { functionOf, join, mock, publish, type SocketApi } from "./fixture.ts";

let yard: TestYard;
let account: TestAccount;
let bench: LambdaBench;

beforeAll(async () => {
  bench = await lambdaBench();
  ({ yard, account } = bench);
});

const WHO =
  '{"id":"$context.connectionId","principal":"$context.authorizer.principalId","team":"$context.authorizer.team"}';

// Goal: $connect decides. Method: a function that answers with the status that the query asks for, or fails.
test("answers with the status that $connect gives, and 502 where it fails", async () => {
  const gate = await functionOf(
    bench,
    "gate",
    `export const handler = async ({ queryStringParameters: { status } }) => {
      if (status === "throw") throw new Error("no");
      return status === "none" ? "text" : { statusCode: Number(status), headers: { "Sec-WebSocket-Protocol": "chat" } };
    };`,
  );
  const api = await publish(yard, account, { $connect: { integration: gate }, $default: mock(WHO) });
  const statusOf = (status: string): Promise<number> =>
    join(`${api.url}?status=${status}`).then(
      (client) => (client.socket.close(), 101),
      (error: { status: number }) => error.status,
    );
  expect(await Promise.all(["200", "401", "403", "500", "throw", "none"].map(statusOf))).toEqual([
    101, 401, 403, 500, 502, 502,
  ]);
  // AWS: "Set up a $connect route that requires a WebSocket subprotocol".
  const client = await join(`${api.url}?status=200`, {}, ["chat", "other"]);
  expect(client.socket.protocol).toBe("chat");
  client.socket.close();
});

// Goal: what is no API, stage or path is forbidden. Method: addresses that are nearly right.
test("refuses addresses that lead nowhere", async () => {
  const api = await publish(yard, account, { $default: mock() });
  for (const url of [api.url.replace(/live$/, "dead"), `${api.url}/more`, api.url.replace(api.apiId, "aaaaaaaaaa")])
    await expect(join(url)).rejects.toMatchObject({ status: 403, text: expect.stringContaining('"Forbidden"') });
  expect((await fetch(api.management)).status).toBe(403);
});

async function protect(api: SocketApi, change: { AuthorizationType: "AWS_IAM" | "CUSTOM"; AuthorizerId?: string }) {
  const client = account.client(ApiGatewayV2Client);
  const { Items = [] } = await client.send(new GetRoutesCommand({ ApiId: api.apiId }));
  const RouteId = Items.find(({ RouteKey }) => RouteKey === "$connect")?.RouteId;
  await client.send(new UpdateRouteCommand({ ApiId: api.apiId, RouteId, ...change }));
  await client.send(new CreateDeploymentCommand({ ApiId: api.apiId, StageName: "live" }));
}

// Goal: an authorizer's function lets in whom its policy allows. Method: a function that reads a token in the query.
test("asks the authorizer's function", async () => {
  const authorizer = await functionOf(
    bench,
    "authorizer",
    `export const handler = async ({ methodArn, queryStringParameters: { token }, type, requestContext }) => {
      if (token === "bad") throw new Error("Unauthorized");
      if (token === "crash") throw new Error("crash");
      const Effect = token === "allow" ? "Allow" : "Deny";
      return {
        principalId: "anna",
        policyDocument: { Version: "2012-10-17", Statement: [{ Action: "execute-api:Invoke", Effect, Resource: methodArn }] },
        context: { team: 7, type, route: requestContext.routeKey },
      };
    };`,
  );
  const api = await publish(yard, account, { $connect: {}, $default: mock(WHO) });
  const { AuthorizerId } = await account.client(ApiGatewayV2Client).send(
    new CreateAuthorizerCommand({
      ApiId: api.apiId,
      Name: "tokens",
      AuthorizerType: "REQUEST",
      AuthorizerUri: authorizer.IntegrationUri,
      IdentitySource: ["route.request.querystring.token"],
    }),
  );
  await protect(api, { AuthorizationType: "CUSTOM", AuthorizerId });
  // AWS: "Create a Lambda REQUEST authorizer function": 401 without a valid identity value.
  await expect(join(api.url)).rejects.toMatchObject({ status: 401 });
  await expect(join(`${api.url}?token=bad`)).rejects.toMatchObject({ status: 401 });
  await expect(join(`${api.url}?token=deny`)).rejects.toMatchObject({ status: 403 });
  await expect(join(`${api.url}?token=crash`)).rejects.toMatchObject({ status: 500 });
  const client = await join(`${api.url}?token=allow`);
  client.send("who");
  expect(JSON.parse(await client.next())).toMatchObject({ principal: "anna", team: "7" });
  client.socket.close();
});

/** The URL with a signature in its query. */
async function presigned(url: string, { credentials, region }: ClientConfig): Promise<string> {
  const { host, hostname, port, pathname } = new URL(url);
  const signer = new SignatureV4({ service: "execute-api", region, credentials, sha256: Hash.bind(null, "sha256") });
  const request = { method: "GET", protocol: "http:", hostname, port: Number(port), path: pathname, headers: { host } };
  const { query = {} } = await signer.presign({ ...request, query: {} }, { expiresIn: 60 });
  return `${url}?${new URLSearchParams(query as Record<string, string>).toString()}`;
}

// Goal: IAM decides about connections and about @connections, and other accounts stay outside. Method: users with and without rights.
test("asks IAM", async () => {
  const api = await publish(yard, account, { $connect: {}, $default: mock(WHO) });
  await protect(api, { AuthorizationType: "AWS_IAM" });
  const iam = account.client(IAMClient);
  const userWith = async (name: string, Action?: string): Promise<ClientConfig> => {
    await iam.send(new CreateUserCommand({ UserName: name }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
    if (Action !== undefined) {
      const Statement = [{ Effect: "Allow", Action, Resource: `${api.arn}/*` }];
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
      await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: "own", PolicyDocument }));
    }
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
    return { ...account.config, credentials: { accessKeyId, secretAccessKey } };
  };
  const guest = await userWith("guest", "execute-api:Invoke");
  const backend = await userWith("backend", "execute-api:ManageConnections");
  await expect(join(api.url)).rejects.toMatchObject({ status: 403 });
  await expect(join(await presigned(api.url, backend))).rejects.toMatchObject({ status: 403 });
  await expect(join(await presigned(api.url, yard.account().config))).rejects.toMatchObject({ status: 403 });
  const client = await join(await presigned(api.url, guest));
  client.send("who");
  const { id } = JSON.parse(await client.next()) as { id: string };
  const post = (config: ClientConfig): Promise<unknown> =>
    new ApiGatewayManagementApiClient({ ...config, endpoint: api.management }).send(
      new PostToConnectionCommand({ ConnectionId: id, Data: "psst" }),
    );
  await post(backend);
  expect(await client.next()).toBe("psst");
  // AWS: ManageConnections on API/STAGE/POST/@connections/ID; the words of a denial.
  await expect(post(guest)).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: expect.stringContaining(`execute-api:ManageConnections on resource: ${api.arn}/POST/@connections/${id}`),
  });
  await expect(post(yard.account().config)).rejects.toMatchObject({ name: "AccessDeniedException" });
  client.socket.close();
});

// Goal: a connection of one API is none of another's. Method: another API's address, in the same account.
test("keeps connections of APIs apart", async () => {
  const [one, other] = [
    await publish(yard, account, { $default: mock(WHO) }),
    await publish(yard, account, { $default: mock() }),
  ];
  const client = await join(one.url);
  client.send("who");
  const { id } = JSON.parse(await client.next()) as { id: string };
  const command = new PostToConnectionCommand({ ConnectionId: id, Data: "x" });
  await expect(other.connections.send(command)).rejects.toMatchObject({ name: "GoneException" });
  const dead = new ApiGatewayManagementApiClient({
    ...account.config,
    endpoint: one.management.replace(/live$/, "dead"),
  });
  await expect(dead.send(command)).rejects.toMatchObject({ name: "ForbiddenException" });
  client.socket.close();
});

// Goal: a stage's and an API's end are their connections' end. Method: delete each.
test("closes connections whose stage or API is deleted", async () => {
  const client = account.client(ApiGatewayV2Client);
  const [one, other] = [
    await publish(yard, account, { $default: mock() }),
    await publish(yard, account, { $default: mock() }),
  ];
  const [first, second] = [await join(one.url), await join(other.url)];
  await client.send(new DeleteStageCommand({ ApiId: one.apiId, StageName: "live" }));
  await client.send(new DeleteApiCommand({ ApiId: other.apiId }));
  expect([(await first.closed).code, (await second.closed).code]).toEqual([1001, 1001]);
});

// Goal: $disconnect is told how a connection ended. Method: a service integration that puts what it is told into a queue.
test("tells $disconnect of the end", async () => {
  const { QueueUrl = "" } = await account.client(SQSClient).send(new CreateQueueCommand({ QueueName: "ends" }));
  const Role = await bench.role("ends", ["sqs:SendMessage"]).then((arn) => trustApis(arn));
  const told = {
    integration: {
      IntegrationType: "AWS" as const,
      IntegrationMethod: "POST",
      IntegrationUri: `arn:aws:apigateway:${account.region}:sqs:path/${account.account}/ends`,
      CredentialsArn: Role,
      RequestParameters: { "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'" },
      RequestTemplates: {
        $default:
          "Action=SendMessage&MessageBody=$context.disconnectStatusCode $util.urlEncode($context.disconnectReason)",
      },
    },
  };
  const api = await publish(yard, account, { $disconnect: told, $default: mock(WHO) });
  const end = async (how: (client: Awaited<ReturnType<typeof join>>) => void): Promise<string | undefined> => {
    const client = await join(api.url);
    client.send("hello");
    await client.next();
    how(client);
    await client.closed;
    const received = await account.client(SQSClient).send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    return received.Messages?.[0]?.Body;
  };
  expect(await end(({ socket }) => socket.close(4321, "bye"))).toBe("4321 bye");
  expect(await end(({ socket }) => socket.close())).toBe("1005 Client-side close frame status not set");
  expect(await end(({ socket }) => socket.terminate())).toBe("1006 ");
});

/** Lets API Gateway assume a role that Lambda may assume. */
async function trustApis(arn: string): Promise<string> {
  const { UpdateAssumeRolePolicyCommand } = await import("@aws-sdk/client-iam");
  const Statement = [{ Effect: "Allow", Principal: { Service: "apigateway.amazonaws.com" }, Action: "sts:AssumeRole" }];
  await account.client(IAMClient).send(
    new UpdateAssumeRolePolicyCommand({
      RoleName: arn.split("/").at(-1),
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
    }),
  );
  return arn;
}

// Goal: silence and age end a connection, on the yard's clock. Method: move it by what AWS's quotas say.
test("closes connections that are silent for ten minutes, or two hours old", async () => {
  const own = await testYard();
  const api = await publish(own, own.account(), { $default: mock(WHO) });
  const [silent, busy] = [await join(api.url), await join(api.url)];
  const talk = async (): Promise<void> => {
    busy.send("x");
    await busy.next();
  };
  await own.advance(9 * 60_000);
  await talk();
  await own.advance(60_000);
  expect((await silent.closed).code).toBe(1001);
  for (let minutes = 10; minutes < 120; minutes += 10) {
    await talk();
    if (minutes < 110) await own.advance(9.9 * 60_000);
  }
  await own.advance(9.9 * 60_000);
  await talk();
  await own.advance(3 * 60_000);
  expect((await busy.closed).code).toBe(1001);
  await own.stop();
});

// Goal: a yard that stops ends its connections, and its successor knows none of them. Method: stop, start on the same state.
test("ends connections with the yard", async () => {
  const stateDir = mkdtempSync(path.join(tmpdir(), "stackyard-websocket-"));
  const own = await testYard({ stateDir });
  const owner = own.account();
  const api = await publish(own, owner, { $default: mock(WHO) });
  const client = await join(api.url);
  client.send("who");
  const { id } = JSON.parse(await client.next()) as { id: string };
  await own.stop();
  expect((await client.closed).code).toBe(1001);
  const successor = await testYard({ stateDir });
  const endpoint = api.management.replace(own.origin, successor.origin);
  const connections = new ApiGatewayManagementApiClient({ ...owner.config, endpoint });
  await expect(connections.send(new GetConnectionCommand({ ConnectionId: id }))).rejects.toMatchObject({
    name: "GoneException",
  });
  await successor.stop();
  rmSync(stateDir, { recursive: true });
});
