// Functions: cold, warm, and many at once, beside a round trip to a child process over a socket.

import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateFunctionCommand, InvokeCommand, LambdaClient, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";
import { hammer } from "../light-client.mjs";
import { signerOf } from "../signed-message.mjs";

const TRUST = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

export async function measureFunctions({ yard, options, report }) {
  const config = { endpoint: yard.origin, region: yard.region, credentials: yard.credentials };
  const { Role } = await new IAMClient(config).send(
    new CreateRoleCommand({ RoleName: "bench", AssumeRolePolicyDocument: JSON.stringify(TRUST) }),
  );
  const lambda = new LambdaClient(config);
  const ZipFile = zipSync({ "index.js": Buffer.from("exports.handler = async (event) => event;") });
  const cold = [];
  const count = options.rounds === 1 ? 3 : 9;
  for (let index = 0; index < count; index += 1) {
    const FunctionName = `bench-${index}`;
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Role: Role.Arn,
        Code: { ZipFile },
      }),
    );
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 10, minDelay: 1 }, { FunctionName });
    const startedMs = performance.now();
    await lambda.send(new InvokeCommand({ FunctionName, Payload: "{}" }));
    cold.push(performance.now() - startedMs);
  }
  report(
    "cold start, Node, through the SDK (median)",
    `${median(cold).toFixed(1)} ms`,
    "budget 15 ms before the function's own init",
  );

  const call = await signerOf(yard)({
    service: "lambda",
    path: "/2015-03-31/functions/bench-0/invocations",
    contentType: "application/json",
    body: '{"a":1}',
  });
  await hammer(yard.port, [call], { connections: 1, durationMs: options.warmupMs });
  const one = await hammer(yard.port, [call], { connections: 1, durationMs: options.durationMs });
  const socket = await socketRoundTrip(options.durationMs);
  report(
    "warm invoke, Node, one connection (median)",
    `${one.p50Ms.toFixed(2)} ms`,
    `budget 1 ms above a bare socket round trip of ${socket.toFixed(2)} ms`,
  );
  const many = await hammer(yard.port, [call], { connections: 16, durationMs: options.durationMs });
  report("warm invocations a second, 16 connections", `${many.perSecond.toFixed(0)}/s`, "budget 2,000/s");
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
