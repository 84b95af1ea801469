// Bundles the sources into dist/: the command line, the public entries, and chunks that they share. Dependencies stay
// packages. Takes a tenth of a second.

import { existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build as bundle } from "esbuild";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Output file (without extension) to source file. */
const ENTRIES = {
  cli: "src/cli/main.ts",
  index: "src/index.ts",
  testing: "src/testing/index.ts",
};

/** Builds dist/. */
export async function build() {
  const entries = Object.entries(ENTRIES).filter(([, source]) => existsSync(join(ROOT, source)));
  const { metafile } = await bundle({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(entries),
    outdir: "dist",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    packages: "external",
    sourcemap: "linked",
    sourcesContent: false,
    chunkNames: "chunks/[name]-[hash]",
    metafile: true,
    logLevel: "warning",
  });
  removeOthers(new Set(Object.keys(metafile.outputs)));
}

// Chunks of earlier builds, which nothing refers to any more.
function removeOthers(outputs) {
  const directory = join(ROOT, "dist", "chunks");
  if (!existsSync(directory)) return;
  for (const name of readdirSync(directory)) if (!outputs.has(`dist/chunks/${name}`)) rmSync(join(directory, name));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await build();
