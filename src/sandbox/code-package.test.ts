// Deployment packages: what is unpacked, and what is refused before a byte of it is written.

import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { unpackCode } from "./code-package.ts";
import { zipOf } from "./testing/functions.ts";

const folder = mkdtempSync(join(tmpdir(), "stackyard-zip-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function unpack(zip: Uint8Array): Promise<string> {
  const sha256 = createHash("sha256").update(zip).digest("hex");
  const zipPath = join(folder, `${sha256}.zip`);
  writeFileSync(zipPath, zip);
  return unpackCode(join(folder, "code"), { sha256, zipPath });
}

test("files keep their content and their executable bit, and lose the right to be written", async () => {
  const dir = await unpack(zipOf({ "a.js": "1", "deep/er/b.txt": "two".repeat(1000) }));
  expect(readFileSync(join(dir, "deep/er/b.txt"), "utf8")).toBe("two".repeat(1000));
  expect(statSync(join(dir, "a.js")).mode & 0o777).toBe(0o555);
});

// AWS's images have Python and Node at /var/lang/bin; the AWS CLI in the CDK's layer begins in this way.
test.each([
  ["#!/var/lang/bin/python\nprint(1)\n", "#!/usr/bin/env python3\nprint(1)\n"],
  ["#!/var/lang/bin/python3.13\r\nprint(1)\n", "#!/usr/bin/env python3\nprint(1)\n"],
  ["#!/var/lang/bin/node\n1;\n", "#!/usr/bin/env node\n1;\n"],
  ["#!/bin/sh\necho /var/lang/bin/python\n", "#!/bin/sh\necho /var/lang/bin/python\n"],
])("a script %j finds an interpreter of this machine", async (script, expected) => {
  const dir = await unpack(zipOf({ "bin/tool": script }));
  expect(readFileSync(join(dir, "bin/tool"), "utf8")).toBe(expected);
});

test("many at once give one folder", async () => {
  const zip = zipOf({ "same.js": "same" });
  const dirs = await Promise.all([1, 2, 3, 4].map(() => unpack(zip)));
  expect(new Set(dirs).size).toBe(1);
  expect(readdirSync(join(folder, "code")).filter((name) => name.startsWith("unpacking-"))).toEqual([]);
});

test.each(["../outside.js", "/etc/outside", "a/../../outside.js", "..\\outside.js", "C:\\outside"])(
  "a path outside the folder is refused: %s",
  async (path) => {
    await expect(unpack(zipOf({ "first.js": "", [path]: "x" }))).rejects.toMatchObject({ problem: "unsafe-path" });
    expect(existsSync(join(folder, "outside.js"))).toBe(false);
  },
);

test("what is not a zip is refused with AWS's words", async () => {
  for (const bytes of [new Uint8Array(), Buffer.from("not a zip at all, but long enough to look for an end")])
    await expect(unpack(bytes)).rejects.toMatchObject({
      problem: "not-a-zip",
      message: "Could not unzip uploaded file. Please check your file, then try to upload again.",
    });
});

test.each([
  ["a file twice", { "a.js": "1", "b.js": "2" }],
  ["a file where a folder is needed", { b: "1", "b/c": "2" }],
  ["a folder where a file is needed", { "b/c": "1", b: "2" }],
  ["a file and a folder of one name", { b: "1", "b/": "" }],
  ["a name that is too long", { ["n".repeat(300)]: "1" }],
])("%s is refused with AWS's words", async (_what, files) => {
  // Two entries of one name cannot be written as an object: the second name is changed to the first in the bytes.
  const zip = Buffer.from(Buffer.from(zipOf(files)).toString("latin1").replaceAll("b.js", "a.js"), "latin1");
  await expect(unpack(zip)).rejects.toMatchObject({
    problem: "not-a-zip",
    message: "Could not unzip uploaded file. Please check your file, then try to upload again.",
  });
  expect(readdirSync(join(folder, "code")).filter((name) => name.startsWith("unpacking-"))).toEqual([]);
});

test("a size beyond AWS's limit is refused by the directory alone", async () => {
  const zip = Buffer.from(zipOf({ "big.bin": "x" }));
  const entry = zip.indexOf(Buffer.from("504b0102", "hex"));
  zip.writeUInt32LE(262_144_001, entry + 24);
  await expect(unpack(zip)).rejects.toMatchObject({ problem: "too-large" });
});

test("a file that is larger than it says is refused", async () => {
  const zip = Buffer.from(zipOf({ "bomb.txt": "x".repeat(100_000) }));
  const entry = zip.indexOf(Buffer.from("504b0102", "hex"));
  zip.writeUInt32LE(10, entry + 24);
  await expect(unpack(zip)).rejects.toMatchObject({ problem: "not-a-zip" });
});

test("a stored file whose two sizes differ is refused, so that entries cannot share bytes which no limit counts", async () => {
  const zip = Buffer.from(zipOf({ "bomb.txt": "x".repeat(100_000) }));
  const entry = zip.indexOf(Buffer.from("504b0102", "hex"));
  zip.writeUInt16LE(0, entry + 10);
  zip.writeUInt32LE(0, entry + 24);
  await expect(unpack(zip)).rejects.toMatchObject({ problem: "not-a-zip" });
});
