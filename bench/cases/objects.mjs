// Objects against what a bare server does with the same bytes, and listings of buckets of every size.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { request } from "node:http";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { SignatureV4 } from "@smithy/signature-v4";
import { hammer } from "../light-client.mjs";
import { Sha256 } from "../signed-message.mjs";

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;
const BUCKET = "bench-objects";
/** Different keys in rotation. */
const VARIANTS = 200;
const CONNECTIONS = [1, 16, 64];

/** node:http that streams bodies to files and back, whole or not at all, and nothing else. */
const BARE = `
import { createReadStream, createWriteStream, statSync } from "node:fs";
import { rename } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
const dir = process.argv[1];
let written = 0;
const server = createServer(async (request, response) => {
  const path = join(dir, encodeURIComponent(request.url));
  if (request.method === "PUT") {
    const temporary = join(dir, "incoming-" + written++);
    await pipeline(request, createWriteStream(temporary));
    await rename(temporary, path);
    response.writeHead(200, { "content-length": 0 }).end();
  } else {
    response.writeHead(200, { "content-length": statSync(path).size });
    // A client whose time is up goes away in the middle of an answer.
    await pipeline(createReadStream(path, { highWaterMark: 262144 }), response).catch(() => response.destroy());
  }
});
server.requestTimeout = 0;
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
`;

async function startBareFiles() {
  const dir = mkdtempSync(join(tmpdir(), "stackyard-bench-bare-"));
  const child = spawn(process.execPath, ["--input-type=module", "-e", BARE, dir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return {
    port: Number(line),
    stop() {
      child.kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** PutObject and GetObject by size and connections, then listings. `isLarge` adds the buckets that take minutes to fill. */
export async function measureObjects({ yard, options, report, isLarge = false }) {
  const bare = await startBareFiles();
  try {
    const config = { endpoint: yard.origin, region: yard.region, credentials: yard.credentials };
    await new S3Client(config).send(new CreateBucketCommand({ Bucket: BUCKET }));
    const sign = objectSigner(yard);
    for (const [name, bytes] of [
      ["1 KB", KIB],
      ["1 MB", MIB],
    ])
      for (const connections of CONNECTIONS)
        await measureSmall({ bare, yard, options, report, sign, name, bytes, connections });
    await measureLarge({ bare, yard, report, sign, connections: 1 });
    for (const count of isLarge ? [1_000, 100_000, 1_000_000] : [1_000, 20_000])
      await measureListing({ yard, options, report, sign, count });
  } finally {
    bare.stop();
  }
}

async function measureSmall({ bare, yard, options, report, sign, name, bytes, connections }) {
  const body = Buffer.alloc(bytes, "0123456789abcdef");
  const paths = Array.from({ length: VARIANTS }, (_, index) => `/${BUCKET}/${name.replace(" ", "")}-${index}`);
  for (const method of ["PUT", "GET"]) {
    // Contents differ, as objects do: the same content is kept once.
    const bodyOf = (index) =>
      method === "GET" ? "" : Buffer.concat([Buffer.from(`${index} `), body]).subarray(0, bytes);
    const signed = await Promise.all(paths.map((path, index) => sign({ method, path, body: bodyOf(index) })));
    const plain = paths.map((path, index) => bytesOf({ method, path, headers: { host: "x" }, body: bodyOf(index) }));
    // Each once: what is read must be there.
    if (method === "PUT") {
      await sendAll(yard.port, signed, 16);
      await sendAll(bare.port, plain, 16);
    }
    await hammer(yard.port, signed, { connections, durationMs: options.warmupMs });
    await hammer(bare.port, plain, { connections, durationMs: options.warmupMs });
    const ratios = [];
    let ours;
    let theirs;
    for (let round = 0; round < options.rounds; round += 1) {
      theirs = await hammer(bare.port, plain, { connections, durationMs: options.durationMs });
      ours = await hammer(yard.port, signed, { connections, durationMs: options.durationMs });
      ratios.push(ours.perSecond / theirs.perSecond);
    }
    const ratio = ratios.sort((left, right) => left - right)[Math.floor(ratios.length / 2)];
    report(
      `${method === "PUT" ? "PutObject" : "GetObject"} ${name}, ${connections} connections, share of a bare file server`,
      `${(ratio * 100).toFixed(0)} %`,
      `${ours.perSecond.toFixed(0)}/s of ${theirs.perSecond.toFixed(0)}/s, p99 ${ours.p99Ms.toFixed(1)} ms`,
    );
  }
}

/** Objects of 1 GiB alone, on 1, 16 and 64 connections: minutes, and as many GiB of disk. */
export async function measureGigabytes({ yard, report }) {
  const bare = await startBareFiles();
  try {
    const config = { endpoint: yard.origin, region: yard.region, credentials: yard.credentials };
    await new S3Client(config).send(new CreateBucketCommand({ Bucket: BUCKET }));
    const sign = objectSigner(yard);
    for (const connections of CONNECTIONS) await measureLarge({ bare, yard, report, sign, connections });
  } finally {
    bare.stop();
  }
}

/** 1 GiB on each of the connections. Above one, what is put lies on the disk once for each of them. */
async function measureLarge({ bare, yard, report, sign, connections }) {
  const path = `/${BUCKET}/large`;
  for (const method of ["PUT", "GET"]) {
    const name = `${method === "PUT" ? "PutObject" : "GetObject"} 1 GiB, ${connections} connection${connections === 1 ? "" : "s"}`;
    const { bavail, bsize } = statfsSync(tmpdir());
    if (method === "PUT" && bavail * bsize < (connections + 8) * GIB) {
      report(name, "left out", `needs ${connections + 8} GiB of free disk`);
      continue;
    }
    const seconds = {};
    for (const [server, headers] of [
      [bare, { host: "x" }],
      [yard, await sign.headers({ method, path })],
    ]) {
      const startedMs = performance.now();
      const one = () => transfer(server.port, { method, path, headers }, method === "PUT" ? GIB : 0);
      await Promise.all(Array.from({ length: connections }, one));
      seconds[server === yard ? "ours" : "theirs"] = (performance.now() - startedMs) / 1000;
    }
    report(
      `${name}, share of a bare file server`,
      `${((seconds.theirs / seconds.ours) * 100).toFixed(0)} %`,
      `${((connections * GIB) / MIB / seconds.ours).toFixed(0)} MiB/s of ${((connections * GIB) / MIB / seconds.theirs).toFixed(0)} MiB/s`,
    );
  }
  report("resident memory, the most so far", `${yard.peakMb().toFixed(0)} MB`);
}

async function measureListing({ yard, options, report, sign, count }) {
  const bucket = `bench-list-${count}`;
  const config = { endpoint: yard.origin, region: yard.region, credentials: yard.credentials };
  await new S3Client(config).send(new CreateBucketCommand({ Bucket: bucket }));
  // A thousand folders, or fewer: with a delimiter, a page is all of them.
  const keys = Array.from({ length: count }, (_, index) => keyOf(index, count));
  for (let at = 0; at < count; at += 10_000) {
    const some = keys.slice(at, at + 10_000);
    const puts = await Promise.all(some.map((key) => sign({ method: "PUT", path: `/${bucket}/${key}`, body: "x" })));
    await sendAll(yard.port, puts, 16);
  }
  const middle = encodeURIComponent(keys[Math.floor(count / 2)]);
  for (const [name, query] of [
    ["first page", "list-type=2"],
    ["page in the middle", `list-type=2&start-after=${middle}`],
    ["folders of the bucket", "delimiter=%2F&list-type=2"],
  ]) {
    const signed = [await sign({ method: "GET", path: `/${bucket}`, query, body: "" })];
    await hammer(yard.port, signed, { connections: 1, durationMs: options.warmupMs / 2 });
    const { p50Ms, p99Ms } = await hammer(yard.port, signed, { connections: 1, durationMs: options.durationMs / 2 });
    report(`ListObjectsV2 of ${count} objects, ${name}`, `${p50Ms.toFixed(1)} ms`, `p99 ${p99Ms.toFixed(1)} ms`);
  }
}

function keyOf(index, count) {
  const perFolder = Math.max(1, Math.ceil(count / 1000));
  const folder = String(Math.floor(index / perFolder)).padStart(4, "0");
  return `folder-${folder}/object-${String(index).padStart(8, "0")}`;
}

/** Sends each request once, over so many connections. */
async function sendAll(port, requests, connections) {
  let next = 0;
  const drive = () =>
    new Promise((resolve, reject) => {
      const socket = new Socket();
      const send = () => {
        if (next < requests.length) return socket.write(requests[next++]);
        socket.end();
        return resolve();
      };
      socket.on("error", reject);
      socket.on("data", (chunk) => {
        const head = chunk.toString("latin1");
        if (head.startsWith("HTTP/1.1 2")) send();
        else reject(new Error(`The server answered: ${head.slice(0, 400)}`));
      });
      socket.connect(port, "127.0.0.1", send);
    });
  await Promise.all(Array.from({ length: connections }, drive));
}

/** One request whose body is made as it is sent, and whose answer is read and thrown away. */
async function transfer(port, { method, path, headers }, bytes) {
  const sending = request({
    port,
    host: "127.0.0.1",
    method,
    path,
    headers: { ...headers, "content-length": String(bytes) },
  });
  const answered = once(sending, "response");
  const piece = Buffer.alloc(MIB, "0123456789abcdef!");
  for (let sent = 0; sent < bytes; sent += MIB) {
    if (!sending.write(piece)) await once(sending, "drain");
  }
  sending.end();
  const [answer] = await answered;
  if (answer.statusCode !== 200) throw new Error(`The server answered ${answer.statusCode}.`);
  for await (const _chunk of answer);
}

/** Signs without the body's digest, as clients of S3 do over TLS. */
export function objectSigner({ port, region, credentials }) {
  const signer = new SignatureV4({ service: "s3", region, credentials, sha256: Sha256, uriEscapePath: false });
  const headersOf = async ({ method, path, query = "" }) => {
    const signed = await signer.sign({
      method,
      protocol: "http:",
      hostname: "127.0.0.1",
      port,
      path,
      headers: { host: `127.0.0.1:${port}`, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" },
      query: Object.fromEntries(new URLSearchParams(query)),
    });
    return signed.headers;
  };
  const sign = async ({ method, path, query = "", body }) => {
    const headers = await headersOf({ method, path, query });
    return bytesOf({ method, path: query === "" ? path : `${path}?${query}`, headers, body });
  };
  return Object.assign(sign, { headers: headersOf });
}

/** An HTTP/1.1 message whose body may be bytes. */
function bytesOf({ method, path, headers, body }) {
  const bytes = Buffer.from(body);
  const lines = Object.entries({ ...headers, "content-length": bytes.length }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`), bytes]);
}
