// API keys of WebSocket APIs: usage plans of API Gateway's other API, for who connects and for what is sent.

import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  GetUsageCommand,
} from "@aws-sdk/client-api-gateway";
import { expect, test } from "vitest";
import { sharedYard, type TestAccount } from "../../../../../testing/harness.ts";
import { join, mock, publish, type SocketApi } from "./fixture.ts";

interface Key {
  readonly value: string;
  used(): Promise<readonly number[]>;
}

/** A key in a plan of the API's stage, with so many calls a day. */
async function keyFor(account: TestAccount, { apiId }: SocketApi, limit: number): Promise<Key> {
  const gateway = account.client(APIGatewayClient);
  const plan = { apiStages: [{ apiId, stage: "live" }], quota: { limit, period: "DAY" as const } };
  const { id: usagePlanId = "" } = await gateway.send(new CreateUsagePlanCommand({ name: "chat", ...plan }));
  const { id: keyId = "", value = "" } = await gateway.send(new CreateApiKeyCommand({ name: "k", enabled: true }));
  await gateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));
  return {
    value,
    async used() {
      const today = new Date((await sharedYard()).clock.nowMs()).toISOString().slice(0, 10);
      const { items } = await gateway.send(new GetUsageCommand({ usagePlanId, startDate: today, endDate: today }));
      return items?.[keyId]?.[0] ?? [];
    },
  };
}

// Goal: a route that asks for a key takes none without one, and counts. Method: two calls a day: one to connect, one message, one too many.
test("lets clients with a key of a plan connect, until the plan's quota is used up", async () => {
  // AWS: "Usage plans and API keys"; the words of types INVALID_API_KEY and QUOTA_EXCEEDED.
  const yard = await sharedYard();
  const account = yard.account();
  const api = await publish(yard, account, {
    $connect: { ...mock(), ApiKeyRequired: true },
    say: { ...mock("heard"), ApiKeyRequired: true },
    $default: mock("free"),
  });
  const key = await keyFor(account, api, 2);
  await expect(join(api.url)).rejects.toMatchObject({ status: 403 });
  await expect(join(api.url, { headers: { "x-api-key": "x".repeat(40) } })).rejects.toMatchObject({ status: 403 });
  const client = await join(api.url, { headers: { "x-api-key": key.value } });
  client.send({ action: "say" });
  expect(await client.next()).toBe("heard");
  expect(await key.used()).toEqual([2, 0]);
  client.send({ action: "say" });
  expect(JSON.parse(await client.next())).toMatchObject({ message: "Limit Exceeded" });
  client.send({ action: "else" });
  expect(await client.next()).toBe("free");
  client.socket.close();
});
