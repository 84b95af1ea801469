// The two servers of a run, each a process of its own: the bare one, and Stackyard.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SignatureV4 } from "@smithy/signature-v4";
import { build } from "../scripts/build.mjs";

const ROOT = join(import.meta.dirname, "..");

const BARE = `
import { createServer } from "node:http";
const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const input = JSON.parse(Buffer.concat(chunks));
    const text = input.replyBytes === undefined ? undefined : "x".repeat(input.replyBytes);
    const body = JSON.stringify({ Item: text ?? input.Item ?? input.Key ?? input, MessageId: "x" });
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
    response.end(body);
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
`;

/** node:http that parses JSON and answers, and nothing else. */
export async function startBare() {
  const child = spawn(process.execPath, ["--input-type=module", "-e", BARE], { stdio: ["ignore", "pipe", "inherit"] });
  const port = Number(await firstLine(child));
  return { port, stop: () => child.kill() };
}

let built;

/** `stackyard serve` on a folder of its own; `readyMs` is from the start of the process to the first answered call. */
export async function startStackyard(nodeOptions = []) {
  const stateDir = mkdtempSync(join(tmpdir(), "stackyard-bench-"));
  // As an installed package starts: in a checkout, bin/stackyard.js would first look whether any source is newer than dist/.
  built ??= build();
  await built;
  const startedMs = performance.now();
  const child = spawn(process.execPath, [...nodeOptions, join(ROOT, "dist/cli.js"), "serve", "--port", "0", "--json"], {
    env: { PATH: process.env.PATH, HOME: stateDir, STACKYARD_HOME: stateDir },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { origin } = JSON.parse(await firstLine(child));
  const info = JSON.parse(readFileSync(join(stateDir, "server.json"), "utf8"));
  const control = { accessKeyId: info.controlAccessKeyId, secretAccessKey: info.controlSecretAccessKey };
  const account = await controlCall(origin, control, "EnsureAccount", { Name: "bench" });
  const readyMs = performance.now() - startedMs;
  const credentials = { accessKeyId: account.AccessKeyId, secretAccessKey: account.SecretAccessKey };
  const ended = new Promise((resolve) => child.once("exit", resolve));
  return {
    origin,
    port: Number(new URL(origin).port),
    region: account.Region,
    account: account.Account,
    credentials,
    readyMs,
    stateDir,
    pid: child.pid,
    residentMb: () => memoryOf(child.pid, "VmRSS"),
    /** The most that it ever had. */
    peakMb: () => memoryOf(child.pid, "VmHWM"),
    cpuMs: () => cpuMsOf(child.pid),
    async stop() {
      child.kill();
      await ended;
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

/** A field of a process's memory in MB; 0 once it has ended. */
export function memoryOf(pid, field) {
  const status = readProcess(pid, "status");
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
}

/** The processor time of a process; 0 once it has ended. */
export function cpuMsOf(pid) {
  // Behind the name, which may have spaces: state, then numbers; the 12th and 13th are user's and system's ticks of 10 ms.
  const fields = readProcess(pid, "stat").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10;
}

function readProcess(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

async function controlCall(origin, credentials, operation, input) {
  const { createHash, createHmac } = await import("node:crypto");
  class Sha256 {
    constructor(secret) {
      this.hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret);
    }
    update(data) {
      this.hash.update(data);
    }
    async digest() {
      return new Uint8Array(this.hash.digest());
    }
  }
  const { hostname, port, host } = new URL(origin);
  const body = JSON.stringify(input);
  const headers = { host, "content-type": "application/x-amz-json-1.1", "x-amz-target": `Stackyard.${operation}` };
  const signer = new SignatureV4({ service: "stackyard", region: "us-east-1", credentials, sha256: Sha256 });
  const signed = await signer.sign({
    method: "POST",
    protocol: "http:",
    hostname,
    port: Number(port),
    path: "/",
    query: {},
    headers,
    body,
  });
  const { host: _host, ...sent } = signed.headers;
  const response = await fetch(origin, { method: "POST", headers: sent, body });
  if (!response.ok) throw new Error(`${operation}: ${response.status} ${await response.text()}`);
  return response.json();
}

function firstLine(child) {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
      if (text.includes("\n")) resolve(text.split("\n")[0]);
    });
    child.once("exit", (code) => reject(new Error(`The server ended with ${code}.`)));
  });
}
