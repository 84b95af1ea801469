// Goal: code that nobody runs any more goes from the disk, and nothing else. Method: folders whose times are set back.

import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createCodeFolders } from "./code-folders.ts";
import type { CodePackage } from "./sandboxes.ts";
import { zipOf } from "./testing/functions.ts";

const DAY_MS = 24 * 60 * 60_000;

test("what was not used for a day is pruned, and is there again when it is needed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "stackyard-code-"));
  const packageOf = (text: string): CodePackage => {
    const zip = zipOf({ "index.js": text });
    const sha256 = createHash("sha256").update(zip).digest("hex");
    const zipPath = join(folder, `${sha256}.zip`);
    writeFileSync(zipPath, zip);
    return { sha256, zipPath };
  };
  const open = () => createCodeFolders({ folder, hidden: [], needed: () => [] });
  const folders = open();
  await folders.prepare();
  const [old, used] = [packageOf("old"), packageOf("used")];
  const paths = [await folders.unpack(old), await folders.unpack(used)];
  const merged = (await folders.unpackLayers([old, used])) ?? "";
  const [oldPath = "", usedPath = ""] = paths;
  const left = join(folder, "code", "unpacking-left");
  mkdirSync(left);
  const yesterday = new Date(Date.now() - 2 * DAY_MS);
  for (const path of [oldPath, merged, left]) utimesSync(path, yesterday, yesterday);
  await folders.prune(Date.now());
  expect([oldPath, usedPath, merged, left].map(existsSync)).toEqual([false, true, false, false]);
  expect(existsSync(folders.modulesDir)).toBe(true);
  chmodSync(join(folder, "code"), 0o700);
  expect(readdirSync(join(folder, "code")).filter((name) => name.startsWith("unpacking-"))).toEqual([]);

  // Another server, or this one after an hour: it is unpacked again, and used from then on.
  const later = open();
  expect(await later.unpack(old)).toBe(oldPath);
  utimesSync(usedPath, yesterday, yesterday);
  await later.unpack(used);
  await later.prune(Date.now());
  expect([oldPath, usedPath].map(existsSync)).toEqual([true, true]);
  chmodSync(join(folder, "code"), 0o700);
  rmSync(folder, { recursive: true });
});
