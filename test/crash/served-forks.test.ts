// Goal: forks of a served cloud survive `kill -9` as everything else does. Method: clients write to the cloud and to its
// forks without pause while forks are made and dropped and the server's process is killed, several rounds on one state;
// after each restart every world has what was acknowledged in it, and nothing that was written in another after the fork.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient, paginateScan, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, expect, test } from "vitest";
import { createControlClient, type ControlClient } from "../../src/delivery/cloud/control-client.ts";
import { commandLine, type RunningServer } from "../real/command-line.ts";
import { report } from "../real/report.ts";

const ROUNDS = 4;
/** How many acknowledged writes the server lives for before a fork is made, and after. */
const LIVES_FOR = 60;
const TableName = "writes";

interface World {
  readonly name: string;
  readonly dynamodb: DynamoDBClient;
  /** What a scan must find. */
  readonly acknowledged: Set<string>;
  /** What a scan may find. */
  readonly attempted: Set<string>;
}

const cli = commandLine();
afterAll(() => cli.dispose());

test("forks survive kill -9 with what was written in them, and dropped ones stay away", async () => {
  let server = await cli.serve();
  const main = await worldAt(server.origin, "main");
  await main.dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    }),
  );
  const worlds = new Map([["main", main]]);
  for (let round = 1; round <= ROUNDS; round++) {
    const name = `fork-${round}`;
    await oneRound(server, { round, name, worlds });
    server = await cli.serve(server.port);
    const listed = (await controlOf(server.origin).listForks()).map((fork) => fork.name);
    expect(listed).toEqual([...worlds.keys()].slice(1));
    for (const world of worlds.values()) await check(world);
  }
  const counts = [...worlds.values()].map(({ name, acknowledged }) => `${name} ${acknowledged.size}`);
  report(`acknowledged writes after ${ROUNDS} kills: ${counts.join(", ")}`);
});

/** Writes everywhere, makes a fork and drops one in the middle of it, and kills the server as soon as the drop is done. */
async function oneRound(
  server: RunningServer,
  { round, name, worlds }: { round: number; name: string; worlds: Map<string, World> },
): Promise<void> {
  const control = controlOf(server.origin);
  const writers: Promise<void>[] = [];
  let count = 0;
  const waiting: { readonly count: number; resolve(): void }[] = [];
  const writes = (more: number): Promise<void> =>
    new Promise((resolve) => void waiting.push({ count: count + more, resolve }));
  const write = (world: World): void => {
    writers.push(
      writeUntilLost(world, round, () => {
        count += 1;
        for (const each of waiting) if (each.count === count) each.resolve();
      }),
    );
  };
  for (const world of worlds.values()) write(world);
  await writes(LIVES_FOR);
  const main = worlds.get("main");
  if (main === undefined) throw new RangeError("There is always a main world.");
  const before = [...main.acknowledged];
  const { address } = await control.createFork({ name });
  const attempted = [...main.attempted];
  const fork = await worldAt(address, name);
  for (const id of before) fork.acknowledged.add(id);
  for (const id of attempted) fork.attempted.add(id);
  worlds.set(name, fork);
  write(fork);
  await writes(LIVES_FOR);
  // The one of two rounds before: its writers see their server go, and the other forks stay.
  const old = `fork-${round - 2}`;
  if (worlds.delete(old)) await control.dropFork(old);
  await server.kill();
  await Promise.all(writers);
}

async function writeUntilLost(world: World, round: number, onAcknowledged: () => void): Promise<void> {
  for (let index = 0; ; index++) {
    const id = `${world.name}-${round}-${index}`;
    world.attempted.add(id);
    try {
      await world.dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: id } } }));
    } catch (error) {
      if (!isConnectionLost(error)) throw error;
      return;
    }
    world.acknowledged.add(id);
    onAcknowledged();
  }
}

async function check({ name, dynamodb, acknowledged, attempted }: World): Promise<void> {
  const found = new Set<string>();
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, { TableName, ConsistentRead: true }))
    for (const { id } of Items) found.add(id?.S ?? "");
  const lost = [...acknowledged].filter((id) => !found.has(id));
  const foreign = [...found].filter((id) => !attempted.has(id));
  expect({ name, lost, foreign }).toEqual({ name, lost: [], foreign: [] });
}

async function worldAt(origin: string, name: string): Promise<World> {
  const { region, accessKeyId, secretAccessKey } = await controlOf(origin).ensureAccount("shop");
  const dynamodb = new DynamoDBClient({
    endpoint: origin,
    region,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  });
  return { name, dynamodb, acknowledged: new Set(), attempted: new Set() };
}

/** The control key is made anew at each start. */
function controlOf(origin: string): ControlClient {
  const info = JSON.parse(readFileSync(join(cli.stateDir, "server.json"), "utf8")) as {
    controlAccessKeyId: string;
    controlSecretAccessKey: string;
  };
  const credentials = { accessKeyId: info.controlAccessKeyId, secretAccessKey: info.controlSecretAccessKey };
  return createControlClient({ origin, credentials });
}

function isConnectionLost(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return code === "ECONNREFUSED" || code === "ECONNRESET" || code === "EPIPE";
}
