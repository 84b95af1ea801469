// What cannot be sent ready-made, beside other local clouds where they are installed: receiving with deleting, where the second call needs the answer
// of the first, and objects of 1 KB and 1 MB. All servers get node:http's own client, so that who closes connections is measured, too.

import { Agent, request } from "node:http";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { quickSignerOf } from "../signed-message.mjs";
import { objectSigner } from "./objects.mjs";

const CONNECTIONS = [1, 16, 64];
const KIB = 1024;
const BUCKET = "beside-objects";
/** Different keys in rotation. */
const VARIANTS = 50;
const BATCH = 10;
const BODY = "x".repeat(100);

export async function measureBesideTurns({ yard, rivals, options, report }) {
  const clouds = [{ name: "Stackyard", services: ["sqs", "s3"], ...yard }, ...rivals];
  for (const cloud of clouds.filter(({ services }) => services.includes("sqs")))
    await measureReceiving(cloud, options, report);
  for (const cloud of clouds.filter(({ services }) => services.includes("s3")))
    await measureObjects(cloud, options, report);
}

async function measureReceiving(cloud, options, report) {
  const sqs = new SQSClient(configOf(cloud));
  for (const connections of CONNECTIONS) {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `beside-${connections}` }));
    const sign = quickSignerOf({ ...cloud, service: "sqs" });
    const Entries = Array.from({ length: BATCH }, (_, index) => ({ Id: String(index), MessageBody: BODY }));
    // As many as the fastest takes; the slow ones leave the rest.
    const batches = cloud.name === "Stackyard" ? options.durationMs / 3 : 40;
    for (let batch = 0; batch < batches; batch += 1) await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const call = async (agent, operation, input) => {
      const answer = await send(cloud, agent, sign(`AmazonSQS.${operation}`, JSON.stringify({ QueueUrl, ...input })));
      return answer.length === 0 ? {} : JSON.parse(answer.toString());
    };
    const measured = await measure(connections, options, async (agent) => {
      const { Messages = [] } = await call(agent, "ReceiveMessage", {});
      for (const { ReceiptHandle } of Messages) await call(agent, "DeleteMessage", { ReceiptHandle });
    });
    tell(report, "Receive+Delete", connections, cloud, measured);
  }
}

async function measureObjects(cloud, options, report) {
  await new S3Client({ ...configOf(cloud), forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: BUCKET }));
  const sign = objectSigner(cloud);
  for (const [name, bytes] of [
    ["1 KB", KIB],
    ["1 MB", KIB * KIB],
  ])
    for (const method of ["PUT", "GET"]) {
      const body = Buffer.alloc(bytes, "0123456789abcdef");
      const bodyOf = (index) =>
        method === "GET" ? "" : Buffer.concat([Buffer.from(`${index} `), body]).subarray(0, bytes);
      const paths = Array.from({ length: VARIANTS }, (_, index) => `/${BUCKET}/${name.replace(" ", "")}-${index}`);
      const messages = await Promise.all(paths.map((path, index) => sign({ method, path, body: bodyOf(index) })));
      for (const message of method === "PUT" ? messages : []) await send(cloud, undefined, message);
      for (const connections of CONNECTIONS) {
        let next = 0;
        const measured = await measure(connections, options, (agent) =>
          send(cloud, agent, messages[next++ % messages.length]),
        );
        tell(report, `${method === "PUT" ? "PutObject" : "GetObject"} ${name}`, connections, cloud, measured);
      }
    }
}

/** Takes turns on so many connections for the time of a measurement. */
async function measure(connections, { durationMs }, turn) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies = [];
  const startedMs = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let nowMs = performance.now(); nowMs < startedMs + durationMs; nowMs = performance.now()) {
        await turn(agent);
        latencies.push(performance.now() - nowMs);
      }
    }),
  );
  const seconds = (performance.now() - startedMs) / 1_000;
  agent.destroy();
  latencies.sort((left, right) => left - right);
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return { perSecond: latencies.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}

function tell(report, name, connections, cloud, { perSecond, p50Ms, p99Ms }) {
  report(
    `${name}, ${connections} connection${connections === 1 ? "" : "s"}, ${cloud.name}`,
    `${perSecond.toFixed(0)}/s`,
    `p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`,
  );
}

/** Sends a signed message by node:http; gives the answer's body, and rejects for one that is not 2xx. */
function send({ port }, agent, message) {
  const bytes = Buffer.from(message);
  const end = bytes.indexOf("\r\n\r\n");
  const [line, ...headers] = bytes.subarray(0, end).toString("latin1").split("\r\n");
  const [method, path] = line.split(" ");
  const pairs = headers.map((header) => [
    header.slice(0, header.indexOf(":")),
    header.slice(header.indexOf(":") + 1).trim(),
  ]);
  return new Promise((resolve, reject) => {
    const sending = request({ host: "127.0.0.1", port, method, path, agent, headers: Object.fromEntries(pairs) });
    sending.on("error", reject);
    sending.on("response", (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => {
        const body = Buffer.concat(chunks);
        if (answer.statusCode < 300) resolve(body);
        else reject(new Error(`The server answered ${answer.statusCode}: ${body.toString().slice(0, 400)}`));
      });
    });
    sending.end(bytes.subarray(end + 4));
  });
}

function configOf({ origin: endpoint, region, credentials }) {
  return { endpoint, region, credentials };
}
