// Goal: after `kill -9`, a DynamoDB table, its indexes, its counts and its stream still tell one story, and it is that of the
// acknowledged writes. Method: three writers, each on a partition of its own, do random operations on the real server and on
// a model until the server is killed under them; after the restart, each partition must be as the model says with or
// without the one operation that was not answered, and everything must agree with that. Several rounds on one state.

import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  apply,
  checkAll,
  createModelled,
  operations,
  PARTITIONS,
  REFUSALS,
  send,
  type Clients,
  type Model,
  type Operation,
} from "../../src/services/dynamodb/test/model.ts";
import { commandLine, type RunningServer } from "../real/command-line.ts";
import { report } from "../real/report.ts";

const ROUNDS = 4;
/** How many acknowledged operations the server lives for, in each round. */
const LIVES_FOR = 120;

const cli = commandLine();
let server: RunningServer;
let clients: Clients;

beforeAll(async () => {
  server = await cli.serve();
  const config = await cli.clientConfig();
  clients = { dynamodb: new DynamoDBClient(config), streams: new DynamoDBStreamsClient(config) };
  await createModelled(clients.dynamodb);
});
afterAll(() => cli.dispose());

/** What is left of a writer when the server is gone. */
interface Writer {
  readonly partition: string;
  /** With all that was acknowledged. */
  model: Model;
  /** With the operation that was not answered as well. */
  attempted?: Model;
}

test("table, indexes, counts and stream agree after kill -9", async () => {
  const writers = PARTITIONS.map((partition): Writer => ({ partition, model: new Map() }));
  let acknowledged = 0;
  let unanswered = 0;
  let kept = 0;
  for (let round = 1; round <= ROUNDS; round++) {
    const dueAt = acknowledged + LIVES_FOR;
    let killed: Promise<void> | undefined;
    await Promise.all(
      writers.map(async (writer) => {
        for (const next of fc.sample(operations([writer.partition]), { numRuns: 2000, seed: round })) {
          if (!(await attempt(writer, next))) return;
          acknowledged += 1;
          if (acknowledged === dueAt) killed = server.kill();
        }
        throw new Error("The server outlived the operations.");
      }),
    );
    await killed;
    server = await cli.serve(server.port);
    for (const writer of writers) {
      if (writer.attempted === undefined) continue;
      unanswered += 1;
      if (await isThere(writer.partition, writer.attempted)) {
        writer.model = writer.attempted;
        kept += 1;
      }
      delete writer.attempted;
    }
    await checkAll(clients, new Map(writers.flatMap(({ model }) => [...model])));
  }
  report(
    `${ROUNDS} kills: ${acknowledged} operations acknowledged, ${unanswered} not answered, ${kept} of those kept.`,
  );
  // The kill hit operations that were under way: otherwise this test showed nothing.
  expect(unanswered).toBeGreaterThanOrEqual(ROUNDS);
});

/** Does the operation on both sides; false if the server was gone before it answered. */
async function attempt(writer: Writer, next: Operation): Promise<boolean> {
  const after: Model = new Map(writer.model);
  const isPossible = apply(after, next);
  try {
    await send(clients.dynamodb, next);
    expect(isPossible, `${JSON.stringify(next)} was not refused`).toBe(true);
    writer.model = after;
  } catch (error) {
    if (isConnectionLost(error)) {
      writer.attempted = after;
      return false;
    }
    if (isPossible) throw error;
    expect(error).toMatchObject({ name: REFUSALS[next.kind] });
  }
  return true;
}

async function isThere(partition: string, model: Model): Promise<boolean> {
  const { Items: items = [] } = await clients.dynamodb.send(
    new QueryCommand({
      TableName: "things",
      KeyConditionExpression: "id = :id",
      ExpressionAttributeValues: { ":id": { S: partition } },
      ConsistentRead: true,
    }),
  );
  const byNumber = (one: (typeof items)[number], other: (typeof items)[number]): number =>
    Number(one["n"]?.N) - Number(other["n"]?.N);
  const sorted = (all: typeof items): string =>
    JSON.stringify(all.sort(byNumber).map((item) => Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))));
  return sorted(items) === sorted([...model.values()]);
}

/** Whether a call was lost with the server, instead of refused by it. */
function isConnectionLost(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return code === "ECONNREFUSED" || code === "ECONNRESET" || code === "EPIPE";
}
