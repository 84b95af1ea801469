// Queues at any depth: sending, and receiving with deleting, at 1, 16 and 64 connections, on a queue that holds 1,000, 100,000 and
// (with --large) 1,000,000 messages. What counts is that the rows of one operation are alike.

import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { openConnections } from "../light-calls.mjs";
import { quickSignerOf } from "../signed-message.mjs";

const CONNECTIONS = [1, 16, 64];
const BODY = "x".repeat(100);
const BATCH = 10;

export async function measureQueues({ yard, options, report, isLarge }) {
  const config = { endpoint: yard.origin, region: yard.region, credentials: yard.credentials };
  const { QueueUrl } = await new SQSClient(config).send(
    new CreateQueueCommand({ QueueName: "deep", Attributes: { VisibilityTimeout: "600" } }),
  );
  const sign = quickSignerOf({ ...yard, service: "sqs" });
  const call = async (connection, operation, input) => {
    const answer = await connection.call(sign(`AmazonSQS.${operation}`, JSON.stringify({ QueueUrl, ...input })));
    return answer === "" ? {} : JSON.parse(answer);
  };

  let depth = 0;
  const fillTo = async (wanted) => {
    const Entries = Array.from({ length: BATCH }, (_, index) => ({ Id: String(index), MessageBody: BODY }));
    let left = Math.ceil((wanted - depth) / BATCH);
    await openConnections(yard.port, 16, async (connection) => {
      while (left > 0) {
        left -= 1;
        await call(connection, "SendMessageBatch", { Entries });
        depth += BATCH;
      }
    });
  };
  const work = {
    SendMessage: async (connection) => {
      await call(connection, "SendMessage", { MessageBody: BODY });
      depth += 1;
    },
    "Receive+Delete": async (connection) => {
      const { Messages = [] } = await call(connection, "ReceiveMessage", {});
      for (const { ReceiptHandle } of Messages) {
        await call(connection, "DeleteMessage", { ReceiptHandle });
        depth -= 1;
      }
    },
  };

  for (const wanted of isLarge ? [1_000, 100_000, 1_000_000] : [1_000, 100_000]) {
    for (const [name, once] of Object.entries(work)) {
      for (const connections of CONNECTIONS) {
        // What the measurement itself takes out of a shallow queue is put in beforehand.
        await fillTo(wanted + (name === "SendMessage" ? 0 : 20_000));
        const measured = await measure(yard, connections, options.durationMs, once);
        report(
          `${name}, ${wanted.toLocaleString("en")} deep, ${connections} connection${connections === 1 ? "" : "s"}`,
          `${measured.perSecond.toFixed(0)}/s`,
          `p50 ${measured.p50Ms.toFixed(2)} ms, p99 ${measured.p99Ms.toFixed(2)} ms, ${measured.cpuMicroseconds.toFixed(0)} µs of the server's processor each`,
        );
      }
    }
  }
}

async function measure(yard, connections, durationMs, once) {
  const latencies = [];
  // What else the machine does shows in the latencies, and not in the processor time.
  const cpuBeforeMs = yard.cpuMs();
  const startedMs = performance.now();
  await openConnections(yard.port, connections, async (connection) => {
    for (let nowMs = performance.now(); nowMs < startedMs + durationMs; nowMs = performance.now()) {
      await once(connection);
      latencies.push(performance.now() - nowMs);
    }
  });
  const seconds = (performance.now() - startedMs) / 1_000;
  latencies.sort((left, right) => left - right);
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return {
    perSecond: latencies.length / seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    cpuMicroseconds: ((yard.cpuMs() - cpuBeforeMs) * 1_000) / latencies.length,
  };
}
