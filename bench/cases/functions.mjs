// Functions in Node and Python: cold, warm, many at once, from a queue, and what a warm one takes, beside a round trip to a child
// process over a socket in the same run.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { zipSync } from "fflate";
import { hammer } from "../light-client.mjs";
import { signerOf } from "../signed-message.mjs";

const TRUST = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

const LANGUAGES = [
  {
    name: "Node",
    runtime: "nodejs22.x",
    handler: "index.handler",
    files: {
      "index.js": `const late = [];
        exports.handler = async (event) => {
          if (event.sleepMs) await new Promise((resolve) => setTimeout(resolve, event.sleepMs));
          if (event.isReport) return late.splice(0);
          for (const { body } of event.Records ?? []) late.push(performance.timeOrigin + performance.now() - Number(body));
          return event;
        };`,
    },
  },
  {
    name: "Python",
    runtime: "python3.12",
    handler: "index.handler",
    files: {
      "index.py": `import time
late = []
def handler(event, context):
    now = time.time() * 1000
    if "sleepMs" in event:
        time.sleep(event["sleepMs"] / 1000)
    if "isReport" in event:
        return [late.pop(0) for _ in range(len(late))]
    for record in event.get("Records", []):
        late.append(now - float(record["body"]))
    return event
`,
    },
  },
];

// Node and Python alike then start a process for the function alone, as they do where none is ready.
const NOT_FROM_THE_POOL = { Variables: { UV_THREADPOOL_SIZE: "4" } };

export async function measureFunctions({ yard, options, report }) {
  const config = { endpoint: yard.origin, region: yard.region, credentials: yard.credentials };
  const iam = new IAMClient(config);
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: "bench", AssumeRolePolicyDocument: JSON.stringify(TRUST) }),
  );
  await iam.send(
    new AttachRolePolicyCommand({
      RoleName: "bench",
      PolicyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole",
    }),
  );
  const socket = await socketRoundTrip(options.durationMs);
  report("round trip to a bare child process over a socket (median)", `${socket.toFixed(2)} ms`);
  const shared = { yard, options, report, config, role: Role.Arn, lambda: new LambdaClient(config), socket };
  for (const language of LANGUAGES) await measureLanguage(language, shared);
}

async function measureLanguage(language, shared) {
  const { options, report, yard } = shared;
  const { name } = language;
  const isNode = name === "Node";
  const count = options.rounds === 1 ? 3 : 9;
  const cold = await coldStarts(language, shared, count);
  const budget = isNode ? "budget 15 ms before the function's own init" : undefined;
  report(`cold start, ${name}, pool ready, through the SDK (median)`, `${cold.toFixed(1)} ms`, budget);
  const empty = await coldStarts(language, shared, count, NOT_FROM_THE_POOL);
  report(`cold start, ${name}, pool empty, through the SDK (median)`, `${empty.toFixed(1)} ms`);

  const FunctionName = `${name}-warm`;
  await create(language, shared, FunctionName);
  const path = `/2015-03-31/functions/${FunctionName}/invocations`;
  const sign = signerOf(yard);
  const call = await sign({ service: "lambda", path, contentType: "application/json", body: '{"a":1}' });
  await hammer(yard.port, [call], { connections: 1, durationMs: options.warmupMs });
  for (const connections of [1, 16, 64]) {
    const { p50Ms, perSecond } = await hammer(yard.port, [call], { connections, durationMs: options.durationMs });
    const remark =
      connections === 1 && isNode
        ? `budget 1 ms above ${shared.socket.toFixed(2)} ms`
        : connections === 16 && isNode
          ? "budget 2,000/s"
          : undefined;
    report(
      `warm invoke, ${name}, ${connections === 1 ? "one connection" : `${connections} connections`} (median, a second)`,
      `${p50Ms.toFixed(2)} ms ${perSecond.toFixed(0)}/s`,
      remark,
    );
  }
  const late = await queueLatency(language, shared);
  report(`SendMessage to the handler's start, ${name} (median)`, `${late.toFixed(1)} ms`, "budget 10 ms");
  const each = await memoryOfOne(language, shared);
  if (each !== undefined) report(`memory of a warm sandbox, ${name} (proportional)`, `${each.toFixed(1)} MB`);
}

async function create({ runtime, handler, files }, { lambda, role }, FunctionName, Environment) {
  const entries = Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]);
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: runtime,
      Handler: handler,
      Role: role,
      Code: { ZipFile: zipSync(Object.fromEntries(entries)) },
      ...(Environment === undefined ? {} : { Environment }),
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 10, minDelay: 1 }, { FunctionName });
}

async function coldStarts(language, shared, count, environment) {
  const times = [];
  for (let index = 0; index < count; index += 1) {
    const FunctionName = `${language.name}-${environment === undefined ? "pool" : "own"}-${index}`;
    await create(language, shared, FunctionName, environment);
    // The pool has time to fill up, and to come to rest.
    await pause(300);
    const startedMs = performance.now();
    await shared.lambda.send(new InvokeCommand({ FunctionName, Payload: "{}" }));
    times.push(performance.now() - startedMs);
  }
  return median(times);
}

/** From before a message is sent until its function begins, one after the other. */
async function queueLatency(language, { yard, options, config, lambda, ...shared }) {
  const FunctionName = `${language.name}-queue`;
  await create(language, { lambda, ...shared }, FunctionName);
  const sqs = new SQSClient(config);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: FunctionName }));
  const EventSourceArn = `arn:aws:sqs:${yard.region}:${yard.account}:${FunctionName}`;
  await lambda.send(new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn, BatchSize: 1 }));
  const times = [];
  const most = options.rounds === 1 ? 20 : 100;
  for (let index = 0; index < most; index += 1) {
    const MessageBody = String(performance.timeOrigin + performance.now());
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    await pause(30);
  }
  await pause(500);
  for (;;) {
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: '{"isReport":true}' }));
    const some = JSON.parse(Buffer.from(Payload).toString());
    if (some.length === 0) return median(times);
    times.push(...some);
  }
}

/** What each of eight sandboxes adds, memory that several share counted in parts. Linux tells it. */
async function memoryOfOne(language, { yard, lambda, ...shared }) {
  if (process.platform !== "linux") return undefined;
  const FunctionName = `${language.name}-many`;
  await create(language, { lambda, ...shared }, FunctionName);
  const before = new Set(childrenOf(yard.pid));
  const Payload = '{"sleepMs":1500}';
  await Promise.all(Array.from({ length: 8 }, () => lambda.send(new InvokeCommand({ FunctionName, Payload }))));
  const sizes = childrenOf(yard.pid)
    .filter((pid) => !before.has(pid))
    .map(proportionalMb);
  return sizes.length === 0 ? undefined : median(sizes);
}

function childrenOf(parent) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
        return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === parent;
      } catch {
        return false;
      }
    });
}

function proportionalMb(pid) {
  const kb = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "latin1"))?.[1];
  return Number(kb) / 1024;
}

/** The median of sending a line to a child process over a Unix socket and getting it back, in milliseconds. */
async function socketRoundTrip(durationMs) {
  const path = join(mkdtempSync(join(tmpdir(), "stackyard-bench-")), "socket");
  const server = createServer();
  await new Promise((resolve) => server.listen(path, resolve));
  const child = spawn(process.execPath, [
    "-e",
    `const socket = require("node:net").connect(${JSON.stringify(path)}); socket.on("data", (data) => socket.write(data));`,
  ]);
  const socket = await new Promise((resolve) => server.once("connection", resolve));
  const times = [];
  const endMs = performance.now() + Math.min(durationMs, 1_000);
  while (performance.now() < endMs) {
    const startedMs = performance.now();
    socket.write('{"a":1}');
    await new Promise((resolve) => socket.once("data", resolve));
    times.push(performance.now() - startedMs);
  }
  child.kill();
  socket.destroy();
  server.close();
  return median(times);
}

function median(values) {
  return values.sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
