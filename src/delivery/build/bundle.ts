// Bundles a function's TypeScript or JavaScript with esbuild into the files of its archive.

import { extname, join, resolve } from "node:path";
import type { BuildContext, BuildOptions, BuildResult } from "esbuild";
import type { Evidence } from "./build-cache.ts";
import type { BundleOptions } from "./code.ts";
import { evidenceOf } from "./evidence.ts";
import { buildDiagnostic, buildMessages } from "../system/load-module.ts";
import { DiagnosticsError, shownPath } from "../system/system.ts";
import type { ZipEntry } from "./zip.ts";

/** A function's code, bundled. */
export interface Bundle {
  readonly files: readonly ZipEntry[];
  /** Absolute paths of all source files that went in; a change of one of them changes the bundle. */
  readonly inputs: readonly string[];
  /** What else it depends on; undefined if that cannot be named. */
  readonly evidence: Evidence | undefined;
}

/** Bundles again and again, each time only what changed. */
export interface Bundler {
  bundle(): Promise<Bundle>;
  dispose(): Promise<void>;
}

// ES modules have no `require`, which bundled CommonJS dependencies call for Node's own modules.
const REQUIRE_BANNER =
  'import { createRequire as $createRequire } from "node:module"; const require = $createRequire(import.meta.url);';

/**
 * Makes a bundler for one entry file. The output is CommonJS, which starts fastest and finds what the runtime brings along
 * by NODE_PATH, unless the code needs ES modules (top-level await, import.meta) or the template asks for them.
 */
export async function createBundler(
  entry: string,
  directory: string,
  options: BundleOptions,
  base: string,
): Promise<Bundler> {
  const { context } = await import("esbuild");
  const wishes = options.format ?? (/\.m[tj]s$/.test(entry) ? "esm" : undefined);
  let format: "cjs" | "esm" = wishes ?? "cjs";
  let current: BuildContext | undefined;

  async function run(): Promise<BuildResult> {
    current ??= await context(esbuildOptions(entry, directory, options, format));
    return current.rebuild();
  }

  async function dispose(): Promise<void> {
    await current?.dispose();
    current = undefined;
  }

  async function bundle(): Promise<Bundle> {
    let result = await run().catch((error: unknown) => error);
    if (wishes === undefined && format === "cjs" && needsModules(result)) {
      await dispose();
      format = "esm";
      result = await run().catch((error: unknown) => error);
    }
    if (result instanceof Error)
      throw new DiagnosticsError(
        buildMessages(result).map((message) =>
          buildDiagnostic(message, (path) => shownPath(base, resolve(directory, path ?? entry))),
        ),
      );
    return toBundle(result as BuildResult, directory, options, format);
  }

  return { bundle, dispose };
}

function esbuildOptions(entry: string, directory: string, options: BundleOptions, format: "cjs" | "esm"): BuildOptions {
  return {
    absWorkingDir: directory,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    // Never written; its place makes the source map's paths relative to the archive's own folders, the same everywhere.
    outfile: join(directory, options.outputPath + extensionOf(format)),
    platform: "node",
    format,
    target: options.target,
    minify: options.minify,
    // Only the mapping: the sources themselves would double the archive, and stack traces do not need them.
    sourcemap: "linked",
    sourcesContent: false,
    sourceRoot: "",
    external: ["@aws-sdk/*", ...options.external],
    logLevel: "silent",
    ...(format === "esm" ? { banner: { js: REQUIRE_BANNER }, mainFields: ["module", "main"] } : {}),
  };
}

// Top-level await is an error in CommonJS; import.meta is a warning and would be empty.
function needsModules(result: unknown): boolean {
  const read = (member: string): readonly { text?: string; id?: string }[] => {
    const value: unknown = typeof result === "object" && result !== null ? Reflect.get(result, member) : [];
    return Array.isArray(value) ? value : [];
  };
  return (
    read("errors").some((each) => each.text?.startsWith("Top-level await") ?? false) ||
    read("warnings").some((each) => each.id === "empty-import-meta")
  );
}

function toBundle(result: BuildResult, directory: string, options: BundleOptions, format: "cjs" | "esm"): Bundle {
  const output = `${options.outputPath}${extensionOf(format)}`;
  const files = (result.outputFiles ?? []).map((file): ZipEntry => {
    if (extname(file.path) === ".map") return { path: `${output}.map`, data: file.contents };
    return { path: output, data: file.contents };
  });
  const metafile = result.metafile ?? { inputs: {}, outputs: {} };
  // Modules without a file, such as those that a package disables, are named by a namespace.
  const names = Object.keys(metafile.inputs).filter((name) => !/^(\(disabled\)|data|<[^>]*)[:>]/.test(name));
  const inputs = names.map((path) => resolve(directory, path));
  return { files, inputs, evidence: evidenceOf(metafile, directory) };
}

// Named by format and not ".js": a package.json above the unpacked archive must not decide how it is read.
function extensionOf(format: "cjs" | "esm"): ".cjs" | ".mjs" {
  return format === "cjs" ? ".cjs" : ".mjs";
}
