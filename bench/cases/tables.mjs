// A table that grows to a million items: what one GetItem, PutItem and Query of ten items cost while it does, in turns with the same
// calls to a table that stays small, since a machine has its moods. The latency must stay flat: items are found by their key,
// whatever there is besides.

import { once } from "node:events";
import { connect } from "node:net";
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { hammer } from "../light-client.mjs";
import { signerOf } from "../signed-message.mjs";

const SIZES = [1_000, 10_000, 100_000];
const LARGEST_SIZE = 1_000_000;
const ITEMS_OF_PARTITION = 10;
const ITEMS_OF_BATCH = 25;
const CONNECTIONS = 4;
/** Different messages in rotation, spread over the whole table. */
const VARIANTS = 500;
/** LIMIT: of the latency against that of the small table. */
const MOST_GROWTH = 1.5;
const SMALL = "small";
const GROWING = "growing";
const text = "x".repeat(100);

/**
 * Fills a table by BatchWriteItem and measures at 1,000, 10,000, 100,000 and, if it is to be large, 1,000,000 items, over
 * one connection. Reports the median latency at each size, and how far it is above that of the small table in the same rounds.
 */
export async function measureTables({ yard, options, report, isLarge }) {
  await createTables(yard);
  const sign = signerOf(yard);
  const call = (operation, input) =>
    sign({ service: "dynamodb", target: `DynamoDB_20120810.${operation}`, body: JSON.stringify(input) });
  const callsOf = (operation, TableName, size) =>
    Promise.all(
      Array.from({ length: VARIANTS }, (_, index) =>
        call(operation, { TableName, ...OPERATIONS[operation](Math.floor((index * size) / VARIANTS)) }),
      ),
    );
  await fill(yard, call, SMALL, 0, SIZES[0]);
  let filled = 0;
  for (const size of isLarge ? [...SIZES, LARGEST_SIZE] : SIZES) {
    const startedMs = performance.now();
    const added = size - filled;
    await fill(yard, call, GROWING, filled, size);
    filled = size;
    const seconds = (performance.now() - startedMs) / 1000;
    report(`BatchWriteItem up to ${size} items`, `${(added / seconds).toFixed(0)} items/s`);
    for (const operation of Object.keys(OPERATIONS)) {
      const small = await callsOf(operation, SMALL, SIZES[0]);
      const growing = await callsOf(operation, GROWING, size);
      const { p50Ms, growth } = await inTurns(yard, small, growing, options);
      const name = operation === "Query" ? `Query of ${ITEMS_OF_PARTITION} items` : operation;
      const remark = `${growth.toFixed(2)} times that of ${SIZES[0]} items, budget ${MOST_GROWTH}`;
      report(`${name}, table of ${size} items`, `p50 ${p50Ms.toFixed(3)} ms`, remark);
    }
  }
}

async function createTables({ origin: endpoint, region, credentials }) {
  const dynamodb = new DynamoDBClient({ endpoint, region, credentials });
  for (const TableName of [SMALL, GROWING]) {
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [
          { AttributeName: "id", AttributeType: "S" },
          { AttributeName: "n", AttributeType: "N" },
        ],
        KeySchema: [
          { AttributeName: "id", KeyType: "HASH" },
          { AttributeName: "n", KeyType: "RANGE" },
        ],
      }),
    );
    await waitUntilTableExists({ client: dynamodb, maxWaitTime: 10, minDelay: 1 }, { TableName });
  }
  dynamodb.destroy();
}

/** The medians over the rounds: of the growing table's latency, and of its ratio to the small one's. */
async function inTurns(yard, small, growing, { durationMs, warmupMs, rounds }) {
  await hammer(yard.port, growing, { connections: 1, durationMs: warmupMs });
  const turns = [];
  for (let round = 0; round < 2 * rounds + 1; round++) {
    const one = await hammer(yard.port, small, { connections: 1, durationMs: durationMs / 6 });
    const other = await hammer(yard.port, growing, { connections: 1, durationMs: durationMs / 6 });
    turns.push({ p50Ms: other.p50Ms, growth: other.p50Ms / one.p50Ms });
  }
  const middle = (pick) => turns.map(pick).sort((left, right) => left - right)[rounds];
  return { p50Ms: middle((turn) => turn.p50Ms), growth: middle((turn) => turn.growth) };
}

const keyOf = (index) => ({
  id: { S: `partition-${Math.floor(index / ITEMS_OF_PARTITION)}` },
  n: { N: String(index % ITEMS_OF_PARTITION) },
});
const itemOf = (index) => ({ ...keyOf(index), text: { S: text }, isOld: { BOOL: false } });

const OPERATIONS = {
  GetItem: (index) => ({ Key: keyOf(index) }),
  PutItem: (index) => ({ Item: itemOf(index) }),
  Query: (index) => ({
    KeyConditionExpression: "id = :id",
    ExpressionAttributeValues: { ":id": keyOf(index).id },
  }),
};

/** Writes the items from `from` up to `to`, over several connections. */
async function fill(yard, call, TableName, from, to) {
  let next = from;
  // Signed as they are sent: all of them beforehand would be half a gigabyte.
  const takeBatch = () => {
    const start = next;
    const length = Math.min(ITEMS_OF_BATCH, to - start);
    next += length;
    if (length <= 0) return undefined;
    const requests = Array.from({ length }, (_, index) => ({ PutRequest: { Item: itemOf(start + index) } }));
    return call("BatchWriteItem", { RequestItems: { [TableName]: requests } });
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, () => sendAll(yard.port, takeBatch)));
}

/** Sends what `take` gives, one message after the other, until it gives nothing. Throws for an answer that is not 200. */
async function sendAll(port, take) {
  const socket = connect(port, "127.0.0.1");
  socket.setNoDelay(true);
  await once(socket, "connect");
  for (let batch = take(); batch !== undefined; batch = take()) {
    socket.write(await batch);
    let answer = "";
    for (;;) {
      const [chunk] = await once(socket, "data");
      answer += chunk.toString("latin1");
      const end = answer.indexOf("\r\n\r\n");
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(answer)?.[1] ?? 0);
      if (end >= 0 && answer.length >= end + 4 + length) break;
    }
    if (!answer.startsWith("HTTP/1.1 200") || !answer.endsWith('"UnprocessedItems":{}}'))
      throw new Error(answer.slice(0, 400));
  }
  socket.end();
}
