#!/usr/bin/env node
// Starts the command line. In a checkout whose sources are newer than what was built of them, it builds first.

import { existsSync, readdirSync, statSync } from "node:fs";
import module from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const built = join(root, "dist", "cli.js");
const sources = join(root, "src");

// An installed package has no sources: nothing to compare.
if (existsSync(sources) && newestIn(sources) > builtAtMs()) {
  const { build } = await import("../scripts/build.mjs");
  await build();
}
// Node 22 and later keep what they compiled: most of the time of a start goes into reading 4 MB of source. Beside the
// code, as who may write there may write the code as well; a folder that others share would let them run theirs.
module.enableCompileCache?.(join(root, "dist", "compile-cache"));
await import("../dist/cli.js");

/** When the newest source was written. Tests are not built. */
function newestIn(directory) {
  let newestMs = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.name.endsWith(".test.ts")) continue;
    const path = join(directory, entry.name);
    const mtimeMs = entry.isDirectory() ? newestIn(path) : statSync(path).mtimeMs;
    if (mtimeMs > newestMs) newestMs = mtimeMs;
  }
  return newestMs;
}

function builtAtMs() {
  return statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
