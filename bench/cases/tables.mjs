// A table that grows to a million items: what one GetItem, PutItem and Query of ten items cost while it does. The latency
// must stay flat: items are found by their key, whatever there is besides.

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
/** LIMIT: of latency at the last size against that at the first. */
const MOST_GROWTH = 1.5;
const TableName = "growing";
const text = "x".repeat(100);

/**
 * Fills a table by BatchWriteItem and measures at 1,000, 10,000, 100,000 and, if it is to be large, 1,000,000 items, over
 * one connection. Reports the lowest median latency at each size, and how much the last is above the first.
 */
export async function measureTables({ yard, options, report, isLarge }) {
  const config = { endpoint: yard.origin, region: yard.region, credentials: yard.credentials };
  const dynamodb = new DynamoDBClient(config);
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
  dynamodb.destroy();

  const sign = signerOf(yard);
  const call = (operation, input) =>
    sign({ service: "dynamodb", target: `DynamoDB_20120810.${operation}`, body: JSON.stringify(input) });
  const measured = new Map();
  let filled = 0;
  for (const size of isLarge ? [...SIZES, LARGEST_SIZE] : SIZES) {
    const startedMs = performance.now();
    const added = size - filled;
    await fill(yard, call, filled, size);
    filled = size;
    const seconds = (performance.now() - startedMs) / 1000;
    report(`BatchWriteItem up to ${size} items`, `${(added / seconds).toFixed(0)} items/s`);
    for (const [operation, inputOf] of Object.entries(OPERATIONS)) {
      const messages = await Promise.all(
        Array.from({ length: VARIANTS }, (_, index) => call(operation, inputOf(Math.floor((index * size) / VARIANTS)))),
      );
      const { p50Ms, p99Ms } = await quietest(yard, messages, options);
      const name = operation === "Query" ? `Query of ${ITEMS_OF_PARTITION} items` : operation;
      measured.set(operation, [...(measured.get(operation) ?? []), p50Ms]);
      report(`${name}, table of ${size} items`, `${p50Ms.toFixed(3)} ms`, `p99 ${p99Ms.toFixed(2)} ms`);
    }
  }
  for (const [operation, latencies] of measured) {
    const growth = latencies.at(-1) / latencies[0];
    report(`${operation}, latency at ${filled} items against ${SIZES[0]}`, growth.toFixed(2), `budget ${MOST_GROWTH}`);
  }
}

/** The round with the lowest median: what else the machine does only ever adds. */
async function quietest(yard, messages, { durationMs, warmupMs, rounds }) {
  await hammer(yard.port, messages, { connections: 1, durationMs: warmupMs });
  let best = { p50Ms: Infinity, p99Ms: Infinity };
  for (let round = 0; round < rounds; round++) {
    const measured = await hammer(yard.port, messages, { connections: 1, durationMs: durationMs / 3 });
    if (measured.p50Ms < best.p50Ms) best = measured;
  }
  return best;
}

const keyOf = (index) => ({
  id: { S: `partition-${Math.floor(index / ITEMS_OF_PARTITION)}` },
  n: { N: String(index % ITEMS_OF_PARTITION) },
});
const itemOf = (index) => ({ ...keyOf(index), text: { S: text }, isOld: { BOOL: false } });

const OPERATIONS = {
  GetItem: (index) => ({ TableName, Key: keyOf(index) }),
  PutItem: (index) => ({ TableName, Item: itemOf(index) }),
  Query: (index) => ({
    TableName,
    KeyConditionExpression: "id = :id",
    ExpressionAttributeValues: { ":id": keyOf(index).id },
  }),
};

/** Writes the items from `from` up to `to`, over several connections. */
async function fill(yard, call, from, to) {
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
