// Bundles the sources into dist/: the command line, the public entries, and chunks that they share. Takes less than a
// second. Most dependencies stay packages. What the command line loads at every start is bundled in, as one file that is
// read loads in a third of the time that hundreds need (measured: 75 against 240 ms for the clients of S3 and
// CloudFormation, on a busy machine).

import { existsSync, readdirSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build as bundle } from "esbuild";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Output file (without extension) to source file. */
const ENTRIES = {
  cli: "src/cli/main.ts",
  index: "src/index.ts",
  resources: "src/resources.ts",
  testing: "src/testing/index.ts",
};

/** Packages of which the sources take only functions; all that these import comes along. */
const BUNDLED = /^(@aws-sdk\/client-|@smithy\/(core|signature-v4)|commander$|fflate$|picocolors$|yaml$)/;

const bundledPackages = {
  name: "bundled-packages",
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
      if (kind === "entry-point") return undefined;
      // CommonJS packages call `require` for Node's modules, which ES modules do not have: they get a module around each.
      if (isBuiltin(path)) return kind === "require-call" ? { path, namespace: "builtin" } : { path, external: true };
      return BUNDLED.test(path) || importer.includes("node_modules") ? undefined : { path, external: true };
    });
    build.onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({
      contents: `export * from ${JSON.stringify(path)}; export { default } from ${JSON.stringify(path)};`,
    }));
  },
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
    // Names stay, so that a stack trace can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    platform: "node",
    target: "node20.19",
    mainFields: ["module", "main"],
    plugins: [bundledPackages],
    legalComments: "linked",
    sourcemap: "linked",
    sourcesContent: false,
    chunkNames: "chunks/[name]-[hash]",
    metafile: true,
    logLevel: "warning",
  });
  removeOthers(new Set(Object.keys(metafile.outputs)));
  // What Node compiled of earlier builds (bin/stackyard.js).
  rmSync(join(ROOT, "dist", "compile-cache"), { recursive: true, force: true });
}

// Chunks of earlier builds, which nothing refers to any more.
function removeOthers(outputs) {
  const directory = join(ROOT, "dist", "chunks");
  if (!existsSync(directory)) return;
  for (const name of readdirSync(directory)) if (!outputs.has(`dist/chunks/${name}`)) rmSync(join(directory, name));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await build();
