// What a blob store promises: same content, same name; whole content or nothing; ranges; read-only files.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createFileBlobs } from "./file-blobs.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "blobs-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("the same content has one name and one file, whether it comes whole or streamed", async () => {
  // Goal: content addressing. Put the same bytes both ways and count the files.
  const blobs = createFileBlobs(dir);
  const content = Buffer.from("hello yard");
  const whole = await blobs.put(content);
  const streamed = await blobs.put(Readable.from([content.subarray(0, 3), content.subarray(3)]));
  expect(streamed).toEqual(whole);
  expect(whole).toEqual({ sha256: createHash("sha256").update(content).digest("hex"), bytes: 10 });
  expect(filesBelow(dir)).toEqual([blobs.path(whole.sha256)]);
});

test("reads all of it or a range with both ends included", async () => {
  // Goal: the range convention of HTTP. Read the middle of a known text.
  const blobs = createFileBlobs(dir);
  const { sha256 } = await blobs.put(Buffer.from("0123456789"));
  expect(Buffer.from(await blobs.read(sha256)).toString()).toBe("0123456789");
  expect(await text(blobs.open(sha256, { start: 2, end: 4 }))).toBe("234");
  expect(await text(blobs.open(sha256))).toBe("0123456789");
});

test("content of every size around the border of small and large comes back whole, streamed or not", async () => {
  // Goal: the two ways of writing and reading agree. Put sizes around 64 KB in odd pieces, and read them and a range.
  const blobs = createFileBlobs(dir);
  for (const size of [1, 65_535, 65_536, 65_537, 300_000]) {
    const content = Buffer.from(Array.from({ length: size }, (_, index) => (index * 7 + size) % 251));
    const pieces = Array.from({ length: Math.ceil(size / 10_007) }, (_, index) =>
      content.subarray(index * 10_007, (index + 1) * 10_007),
    );
    const blob = await blobs.put(Readable.from(pieces));
    expect(blob).toEqual(await blobs.put(content));
    expect(Buffer.compare(await bytesOf(blobs.open(blob.sha256)), content)).toBe(0);
    const middle = { start: Math.floor(size / 3), end: Math.floor(size / 2) };
    const expected = content.subarray(middle.start, middle.end + 1);
    expect(Buffer.compare(await bytesOf(blobs.open(blob.sha256, middle)), expected)).toBe(0);
  }
});

test("empty content is content", async () => {
  // Goal: the zero-byte object. Put it both ways and read it.
  const blobs = createFileBlobs(dir);
  const blob = await blobs.put(Readable.from([]));
  expect(blob.bytes).toBe(0);
  expect(await blobs.put(new Uint8Array())).toEqual(blob);
  expect((await blobs.read(blob.sha256)).byteLength).toBe(0);
});

test("a stream that fails leaves nothing behind", async () => {
  // Goal: whole or nothing. Fail a stream half way and list the folder.
  const blobs = createFileBlobs(dir);
  const failing = Readable.from(
    (function* () {
      yield Buffer.alloc(100_000);
      throw new Error("The client went away.");
    })(),
  );
  await expect(blobs.put(failing)).rejects.toThrow("The client went away.");
  expect(filesBelow(dir)).toEqual([]);
});

test("what an earlier process left half written is removed at start", () => {
  // Goal: no leak by crashes. Leave a temporary file and start again.
  createFileBlobs(dir);
  const [run] = readdirSync(join(dir, "incoming"));
  writeFileSync(join(dir, "incoming", run ?? "", "7"), "half");
  createFileBlobs(dir);
  expect(filesBelow(dir)).toEqual([]);
});

test("files are read-only and names are checked", async () => {
  // Goal: nobody changes a blob, and no name leads out of the folder. Look at the mode; ask for a path outside.
  const blobs = createFileBlobs(dir);
  const { sha256 } = await blobs.put(Buffer.from("x"));
  expect(statSync(blobs.path(sha256)).mode & 0o777).toBe(0o444);
  expect(() => blobs.path("../../etc/passwd")).toThrow("is not the name of a blob");
});

test("content survives the writer's kill -9 as soon as put has resolved", () => {
  // Goal: acknowledged means kept. A child process puts, prints the name and kills itself; the parent reads.
  const script = `
    import { createFileBlobs } from ${JSON.stringify(new URL("./file-blobs.ts", import.meta.url).href)};
    const blob = await createFileBlobs(process.argv[1]).put(Buffer.from("acknowledged"));
    process.stdout.write(blob.sha256, () => process.kill(process.pid, "SIGKILL"));
  `;
  let sha256 = "";
  try {
    execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script, dir], {
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch (error) {
    sha256 = String((error as { stdout?: Buffer }).stdout);
  }
  return expect(createFileBlobs(dir).read(sha256)).resolves.toEqual(Buffer.from("acknowledged"));
});

test.each(["process", "power"] as const)("puts of the same content side by side agree (%s)", async (durability) => {
  // Goal: the race of two writers. Put one content twenty times at once.
  const blobs = createFileBlobs(dir, { durability });
  const content = Buffer.alloc(300_000, "y");
  const results = await Promise.all(Array.from({ length: 20 }, () => blobs.put(Readable.from([content]))));
  expect(new Set(results.map((blob) => blob.sha256)).size).toBe(1);
  expect(filesBelow(dir)).toHaveLength(1);
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function text(stream: Readable): Promise<string> {
  return (await bytesOf(stream)).toString();
}

const references = async function* (...names: string[]): AsyncGenerator<readonly string[]> {
  yield names;
};

test("a prune removes what nobody names, and nothing else", async () => {
  // Goal: the disk is freed. Keep three blobs, name one, hold one, and look at the files.
  const blobs = createFileBlobs(dir, { graceMs: 0 });
  const [named, held, garbage] = await Promise.all(
    ["named", "held", "garbage"].map((text) => blobs.put(Buffer.from(text))),
  );
  const release = blobs.hold([held?.sha256 ?? ""]);
  expect(await blobs.prune(() => references(named?.sha256 ?? ""))).toEqual({ blobs: 1, bytes: garbage?.bytes });
  expect(filesBelow(dir)).toEqual([named, held].map((blob) => blobs.path(blob?.sha256 ?? "")).sort());
  release();
  expect(await blobs.prune(() => references(named?.sha256 ?? ""))).toEqual({ blobs: 1, bytes: held?.bytes });
  expect(filesBelow(dir)).toEqual([blobs.path(named?.sha256 ?? "")]);
});

test("a blob that was put a moment ago stays although no record names it yet", async () => {
  // Goal: the record is written after the blob. Put, and prune within the time of grace.
  const blobs = createFileBlobs(dir);
  const { sha256 } = await blobs.put(Buffer.from("new"));
  expect(await blobs.prune(() => references())).toEqual({ blobs: 0, bytes: 0 });
  expect(filesBelow(dir)).toEqual([blobs.path(sha256)]);
});

test("what is put, or released, while a prune reads the references stays", async () => {
  // Goal: the races with writers of records that the prune has not seen. Without grace: put known and new content, and
  // let go of a held blob, while the references are being read.
  const blobs = createFileBlobs(dir, { graceMs: 0 });
  const known = await blobs.put(Buffer.from("known"));
  const copied = await blobs.put(Buffer.from("copied"));
  const gone = await blobs.put(Buffer.from("gone"));
  const release = blobs.hold([copied.sha256]);
  let fresh = "";
  const pruned = await blobs.prune(async function* () {
    yield [];
    await blobs.put(Buffer.from("known"));
    fresh = (await blobs.put(Readable.from([Buffer.alloc(100_000, "fresh")]))).sha256;
    release();
    yield [];
  });
  expect(pruned).toEqual({ blobs: 1, bytes: gone.bytes });
  expect(filesBelow(dir).sort()).toEqual([known.sha256, copied.sha256, fresh].map((name) => blobs.path(name)).sort());
});

test("a prune that is stopped while it reads the references removes nothing", async () => {
  // Goal: half a list of references is no ground to delete. Abort in the middle of it.
  const blobs = createFileBlobs(dir, { graceMs: 0 });
  const { sha256 } = await blobs.put(Buffer.from("named later"));
  const stopping = new AbortController();
  const pruned = await blobs.prune(async function* () {
    yield [];
    stopping.abort();
  }, stopping.signal);
  expect(pruned).toEqual({ blobs: 0, bytes: 0 });
  expect(filesBelow(dir)).toEqual([blobs.path(sha256)]);
});
