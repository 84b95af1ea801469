// Random operations against the simple model of model.ts: after each one, table, indexes, counts and stream must agree with
// it. test/crash/dynamodb.test.ts does the same to a server that is killed.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import {
  apply,
  checkAll,
  checkCounts,
  checkGlobalIndex,
  checkPartitions,
  checkStream,
  checkTable,
  createModelled,
  makeItem,
  operations,
  REFUSALS,
  send,
  type Clients,
  type Model,
} from "./model.ts";

/** The table in a new account. */
async function setUp(): Promise<Clients> {
  const account = (await sharedYard()).account();
  const dynamodb = account.client(DynamoDBClient);
  await createModelled(dynamodb);
  return { dynamodb, streams: account.client(DynamoDBStreamsClient) };
}

test("table, indexes, counts and stream agree with the model after each of many random operations", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operations(), { maxLength: 30 }), async (all) => {
      const clients = await setUp();
      const model: Model = new Map();
      for (const next of all) {
        if (apply(model, next)) await send(clients.dynamodb, next);
        else await expect(send(clients.dynamodb, next)).rejects.toMatchObject({ name: REFUSALS[next.kind] });
        await checkAll(clients, model);
      }
    }),
    { numRuns: 15 },
  );
}, 60_000);

test("canary: each check fails for a model with an item that the table does not have", async () => {
  const { dynamodb, streams } = await setUp();
  const model: Model = new Map([["a/3", makeItem({ id: "a", n: "3" }, { group: "x", rank: "7" })]]);
  await expect(checkTable(dynamodb, model)).rejects.toThrow("expected");
  await expect(checkPartitions(dynamodb, model)).rejects.toThrow("expected");
  await expect(checkGlobalIndex(dynamodb, model)).rejects.toThrow("expected");
  await expect(checkCounts(dynamodb, model)).rejects.toThrow("expected");
  await expect(checkStream(streams, model)).rejects.toThrow("expected");
});
