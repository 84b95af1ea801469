// Loads a module of the user's: a configuration, or a resource type. esbuild bundles it into one temporary module, which is imported. The
// package's own name resolves to this installation, also in a checkout where nothing is installed.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Message, Plugin } from "esbuild";
import { createClock } from "../../kernel/clock.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Diagnostic, SourcePosition } from "../../kernel/diagnostics.ts";
import { openBuildCache } from "../build/build-cache.ts";
import type { Evidence } from "../build/build-cache.ts";
import { evidenceOf } from "../build/evidence.ts";
import { hashOf } from "../build/zip.ts";
import { createPositionFinder } from "./config-positions.ts";
import type { PositionOf } from "./config-positions.ts";
import { DiagnosticsError } from "./system.ts";

/** A default export, which nobody has checked yet, and where its values are written. */
export interface LoadedModule {
  readonly value: object;
  readonly positionOf: PositionOf;
}

/** What is said of a module that exports nothing, and of one that fails. */
export interface ModuleKind {
  readonly noDefault: { readonly code: string; readonly summary: string; readonly detail: string };
  readonly throws: { readonly code: string; readonly summary: string };
}

export interface LoadModuleOptions {
  /** Where bundles are remembered, since starting the bundler takes longer than all the rest. Nowhere if it is not given. */
  readonly cacheFolder?: string | undefined;
  readonly clock?: Clock;
}

/** Imports a module, which messages call `shownAs`. Throws a DiagnosticsError with file and line if it cannot be read or fails. */
export async function loadModule(
  file: string,
  shownAs: string,
  kind: ModuleKind,
  options: LoadModuleOptions = {},
): Promise<LoadedModule> {
  const cache = options.cacheFolder === undefined ? undefined : openBuildCache(options.cacheFolder);
  const startedMs = (options.clock ?? createClock({ mode: "wall" })).nowMs();
  const identity = JSON.stringify([CACHE_VERSION, process.env["NODE_PATH"] ?? "", file]);
  const known = await cache?.load(identity);
  const bundle =
    known === undefined
      ? await bundleModule(file, shownAs, async (made, evidence) => {
          const bytes = Buffer.from(JSON.stringify(made));
          const build = { key: `${hashOf(bytes)}.config.json`, bytes, inputs: new Map<string, string>() };
          await cache?.save(identity, build, evidence, startedMs);
        })
      : (JSON.parse(Buffer.from(known.bytes).toString("utf8")) as ModuleBundle);
  return runModule(file, shownAs, bundle, kind);
}

// A change of how modules are bundled makes all that are remembered worthless.
const CACHE_VERSION = 2;

/** A module with all that it imports, and its source map. */
interface ModuleBundle {
  readonly code: string;
  readonly map: string;
}

async function bundleModule(
  file: string,
  shownAs: string,
  remember: (bundle: ModuleBundle, evidence: Evidence) => Promise<void>,
): Promise<ModuleBundle> {
  const { build } = await import("esbuild");
  const directory = dirname(file);
  const result = await build({
    absWorkingDir: directory,
    entryPoints: [basename(file)],
    bundle: true,
    write: false,
    outfile: "config.mjs",
    // What CommonJS packages ask for that is Node's own.
    banner: {
      js: `import { createRequire as __createRequire } from "node:module"; const require = __createRequire(${JSON.stringify(file)});`,
    },
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "external",
    metafile: true,
    logLevel: "silent",
    define: {
      "import.meta.url": JSON.stringify(pathToFileURL(file).href),
      "import.meta.dirname": JSON.stringify(directory),
      "import.meta.filename": JSON.stringify(file),
    },
    plugins: [ownPackage],
  }).catch((error: unknown) => {
    throw new DiagnosticsError(
      buildMessages(error).map((message) =>
        buildDiagnostic(message, (path) => inFolderOf(shownAs, path ?? basename(file))),
      ),
    );
  });
  const code = result.outputFiles.find((each) => each.path.endsWith(".mjs"))?.text ?? "";
  const map = result.outputFiles.find((each) => each.path.endsWith(".map"))?.text ?? "{}";
  const evidence = evidenceOf(result.metafile, directory);
  if (evidence !== undefined) {
    const inputs = Object.keys(result.metafile.inputs).map((path) => resolve(directory, path));
    await remember({ code, map }, { ...evidence, files: [...evidence.files, ...inputs] });
  }
  return { code, map };
}

/** Imports a bundled module; its default export is nobody's type yet. */
async function runModule(
  file: string,
  shownAs: string,
  { code, map }: ModuleBundle,
  kind: ModuleKind,
): Promise<LoadedModule> {
  // A fresh folder each time: Node never forgets a module, and `up` loads the configuration again when it changes.
  const folder = mkdtempSync(join(tmpdir(), "stackyard-config-"));
  const module = join(folder, "config.mjs");
  try {
    writeFileSync(module, code);
    const exported: unknown = await import(pathToFileURL(module).href);
    const value = Object(exported).default as unknown;
    if (typeof value === "object" && value !== null)
      return { value, positionOf: createPositionFinder(code, map, (path) => inFolderOf(shownAs, path)) };
    throw new DiagnosticsError([
      {
        severity: "error",
        code: kind.noDefault.code,
        summary: kind.noDefault.summary,
        detail: kind.noDefault.detail,
        position: { file: shownAs, line: 1, column: 1 },
      },
    ]);
  } catch (error) {
    if (error instanceof DiagnosticsError) throw error;
    const position = error instanceof Error ? originalPosition(error, module, map) : undefined;
    throw new DiagnosticsError([
      {
        severity: "error",
        code: kind.throws.code,
        summary: kind.throws.summary,
        detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
        position:
          position === undefined
            ? { file: shownAs, line: 1, column: 1 }
            : { ...position, file: inFolderOf(shownAs, position.file) },
      },
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// `import ... from "stackyard"`, or "stackyard/resources", is this very package: src/ in development, dist/ when built.
const ownPackage: Plugin = {
  name: "stackyard",
  setup(build) {
    build.onResolve({ filter: /^stackyard(\/resources)?$/ }, ({ path }) => {
      const name = path === "stackyard" ? "index" : "resources";
      const here = dirname(fileURLToPath(import.meta.url));
      const candidates = [join(here, `${name}.js`), join(here, `../${name}.js`), join(here, `../../${name}.ts`)];
      return { path: candidates.find((candidate) => existsSync(candidate)) ?? join(here, `${name}.js`) };
    });
  },
};

/** The messages of a failed esbuild call; one made of the error itself if esbuild did not say more. */
export function buildMessages(error: unknown): readonly Message[] {
  const messages: unknown = typeof error === "object" && error !== null ? Reflect.get(error, "errors") : undefined;
  if (Array.isArray(messages) && messages.length > 0) return messages as Message[];
  throw error;
}

// A path of esbuild, which is relative to the configuration's folder, beside the configuration as messages name it.
function inFolderOf(shownAs: string, path: string): string {
  return join(dirname(shownAs), path);
}

/** An esbuild message as a diagnostic; `shown` says how to name its file, and the file of one without a place. */
export function buildDiagnostic(message: Message, shown: (path?: string) => string): Diagnostic {
  const { location } = message;
  return {
    severity: "error",
    code: "BUILD_FAILED",
    summary: "Source code cannot be bundled.",
    detail: [message.text, ...message.notes.map((note) => note.text)].join(" "),
    position:
      location === null
        ? { file: shown(), line: 1, column: 1 }
        : { file: shown(location.file), line: location.line, column: location.column + 1 },
  };
}

function originalPosition(error: Error, module: string, map: string): SourcePosition | undefined {
  const frame = new RegExp(`${basename(module).replace(".", "\\.")}:(\\d+):(\\d+)`).exec(error.stack ?? "");
  if (frame === null) return undefined;
  const sourceMap = new SourceMap(JSON.parse(map));
  const entry = sourceMap.findEntry(Number(frame[1]) - 1, Number(frame[2]) - 1);
  if (!("originalSource" in entry)) return undefined;
  return { file: entry.originalSource, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}
