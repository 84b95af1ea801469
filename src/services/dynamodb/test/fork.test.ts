// Goal: what this service keeps in memory (table records, counts, sequence numbers) belongs to one store, so that a fork
// and its parent do not see each other's tables and items. Method: operations run directly on two stores of one kind.

import { expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import { seededRandom } from "../../../kernel/random.ts";
import type { Context } from "../../../service/context.ts";
import { createServiceMetrics } from "../../../service/metrics/service-metrics.ts";
import { createSignals } from "../../../service/signals.ts";
import { createMemoryStore } from "../../../store/memory.ts";
import type { Store } from "../../../store/store.ts";
import { createTable } from "../operations/create-table.ts";
import { deleteTable } from "../operations/delete-table.ts";
import { describeTable } from "../operations/describe-table.ts";
import { putItem } from "../operations/put-item.ts";
import { scan } from "../operations/scan.ts";
import { updateTable } from "../operations/update-table.ts";

const clock = createClock({ mode: "virtual", startMs: 1_800_000_000_000 });

/** The part of a context that these operations use. */
function contextOn(store: Store): Context {
  const context: Partial<Context> = {
    store,
    clock,
    random: seededRandom(1),
    signals: createSignals(clock),
    metrics: createServiceMetrics(clock),
    jobs: { enqueue: () => "job", cancel: () => undefined, settled: async () => undefined },
    account: parseAccountId("123456789012"),
    region: parseRegion("us-east-1"),
  };
  return context as Context;
}

const TableName = "things";
const item = (id: string) => ({ TableName, Item: { id: { S: id } } });

async function ids(context: Context): Promise<string[]> {
  const { Items: items = [] } = await scan.run({ TableName }, context);
  return items.map((found) => found["id"]?.S ?? "").sort();
}

test("a fork and its parent go their own ways", async () => {
  const parent = contextOn(createMemoryStore());
  await createTable.run(
    {
      TableName,
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    },
    parent,
  );
  await putItem.run(item("before"), parent);
  const fork = contextOn(parent.store.fork());
  await putItem.run(item("parent"), parent);
  await putItem.run(item("fork"), fork);
  expect(await ids(parent)).toEqual(["before", "parent"]);
  expect(await ids(fork)).toEqual(["before", "fork"]);

  await updateTable.run({ TableName, DeletionProtectionEnabled: true }, parent);
  const protection = async (context: Context): Promise<unknown> =>
    (await describeTable.run({ TableName }, context)).Table?.DeletionProtectionEnabled;
  expect([await protection(parent), await protection(fork)]).toEqual([true, false]);
  await deleteTable.run({ TableName }, fork);
  await expect(async () => ids(fork)).rejects.toThrow("Requested resource not found");
  expect(await ids(parent)).toEqual(["before", "parent"]);
});
