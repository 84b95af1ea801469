// Builds the artifacts of units: every piece of local code once, in parallel, into an archive named by its hash. What was built before
// from the same sources is taken from the cache.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve, sep } from "node:path";
import { createClock } from "../../kernel/clock.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { openBuildCache } from "./build-cache.ts";
import type { Evidence } from "./build-cache.ts";
import { createBundler } from "./bundle.ts";
import type { Bundler } from "./bundle.ts";
import { findCode } from "./code.ts";
import type { CodeSource, CodeUse } from "./code.ts";
import { packageTemplate } from "./nested.ts";
import { DiagnosticsError, shownPath } from "../system/system.ts";
import type { Unit } from "../system/system.ts";
import { loadTemplate } from "../system/template.ts";
import { hashOf, readFolder, zip } from "./zip.ts";

/** Built code: its bytes and the key that its content gives it. */
export interface Artifact {
  /** "<sha-256>.zip", or with the file's own extension. */
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** A source file that went into an artifact. */
export interface SourceInput {
  /** Relative to the system's base, with slashes; absolute if it is outside. */
  readonly path: string;
  /** SHA-256 of its content, in hexadecimal. */
  readonly hash: string;
}

/** A property of the template, and what was built for it. */
export interface BuiltCode {
  readonly use: CodeUse;
  readonly artifact: Artifact;
  /** All that it was built from, in the order of their paths: the bundler's import graph, or the folder's files. */
  readonly inputs: readonly SourceInput[];
}

/** Builds; remembers what it has built, so that equal code is built once and a change is rebuilt incrementally. */
export interface Builder {
  /** All local code of a unit. Throws a DiagnosticsError if some of it is missing or does not build. */
  build(unit: Pick<Unit, "directory" | "template" | "assets">): Promise<readonly BuiltCode[]>;
  /** Builds one piece again after its sources changed. */
  rebuild(source: CodeSource): Promise<Artifact>;
  /** What was last built of it; undefined if nothing was, or the build failed. */
  current(source: CodeSource): Promise<Artifact | undefined>;
  /** The source files that the last successful build read; undefined if there was none. */
  inputsOf(source: CodeSource): ReadonlySet<string> | undefined;
  /** Builds everything anew when it is asked for; bundling stays incremental. */
  forget(): void;
  dispose(): Promise<void>;
}

export interface BuilderOptions {
  /** Where builds are remembered from one process to the next. Nowhere if it is not given. */
  readonly cacheFolder?: string;
  readonly clock?: Clock;
}

/** What became of one piece of code. */
interface Made {
  readonly artifact: Artifact;
  /** Absolute path to SHA-256. */
  readonly inputs: ReadonlyMap<string, string>;
  /** What the artifact itself names: the code of a nested template. */
  readonly inner?: readonly BuiltCode[];
}

// A change of how artifacts are made makes all that are remembered worthless.
const CACHE_VERSION = 1;

/** Makes a builder; its messages name files relative to `base`. Dispose it: it keeps esbuild's incremental state. */
export function createBuilder(base: string, options: BuilderOptions = {}): Builder {
  const clock = options.clock ?? createClock({ mode: "wall" });
  const cache = options.cacheFolder === undefined ? undefined : openBuildCache(options.cacheFolder);
  const bundlers = new Map<string, Promise<Bundler>>();
  const builds = new Map<string, Promise<Made>>();
  const inputs = new Map<string, ReadonlySet<string>>();
  const hashes = new Map<string, Promise<string>>();

  function madeOf(source: CodeSource, isAnew = false): Promise<Made> {
    const identity = JSON.stringify(source);
    const known = builds.get(identity);
    if (known !== undefined) return known;
    const made = (isAnew ? make(source, identity) : loadOrMake(source, identity)).then((result) => {
      inputs.set(identity, new Set(result.inputs.keys()));
      return result;
    });
    builds.set(identity, made);
    // A failure is not remembered: the author corrects the source and saves again.
    made.catch(() => builds.delete(identity));
    return made;
  }

  async function loadOrMake(source: CodeSource, identity: string): Promise<Made> {
    if (source.kind !== "bundle" && source.kind !== "folder") return make(source, identity);
    const known = await cache?.load(cacheIdentity(source));
    if (known === undefined) return make(source, identity);
    return { artifact: { key: known.key, bytes: known.bytes }, inputs: known.inputs };
  }

  async function make(source: CodeSource, identity: string): Promise<Made> {
    const startedMs = clock.nowMs();
    if (source.kind === "file") {
      const bytes = await readFile(source.file);
      const read = new Map([[source.file, hashOf(bytes)]]);
      if (!source.isZip)
        return { artifact: archive(zip([{ path: basename(source.file), data: bytes }])), inputs: read };
      return { artifact: { key: `${hashOf(bytes)}${/\.[a-z]+$/.exec(source.file)?.[0] ?? ""}`, bytes }, inputs: read };
    }
    if (source.kind === "template") return makeTemplate(source.file);
    if (source.kind === "asset") return makeAsset(source);
    const { made, evidence } = await (source.kind === "folder" ? makeFolder(source) : makeBundle(source, identity));
    if (evidence !== undefined)
      await cache?.save(cacheIdentity(source), { ...made.artifact, inputs: made.inputs }, evidence, startedMs);
    return made;
  }

  async function makeFolder(source: Extract<CodeSource, { kind: "folder" }>): Promise<Built> {
    const { entries, folders } = await readFolder(source.directory, source.isWhole === true);
    const read = entries.map(({ path, data }) => [join(source.directory, path), hashOf(data)] as const);
    return {
      made: { artifact: archive(zip(entries)), inputs: new Map(read) },
      evidence: { files: [], absent: [], folders },
    };
  }

  async function makeTemplate(file: string): Promise<Made> {
    const { template, diagnostics } = await loadTemplate(file, shownPath(base, file));
    const errors = diagnostics.filter((each) => each.severity === "error");
    if (errors.length > 0) throw new DiagnosticsError(errors);
    const inner = await buildAll({ directory: dirname(file), template });
    const { key, text } = packageTemplate(template, inner);
    const read = new Map(inner.flatMap(({ inputs }) => inputs.map(({ path, hash }) => [resolve(base, path), hash])));
    return {
      artifact: { key, bytes: Buffer.from(text) },
      inputs: read.set(file, await hashOfFile(file)),
      inner: inner.map((each) => ({ ...each, use: { ...each.use, path: [], location: "none" } })),
    };
  }

  async function makeAsset({ key, asset }: Extract<CodeSource, { kind: "asset" }>): Promise<Made> {
    if (asset.kind === "text")
      return {
        artifact: { key, bytes: Buffer.from(asset.text) },
        inputs: new Map([[asset.path, await hashOfFile(asset.path)]]),
      };
    const { artifact, inputs } = await madeOf(
      asset.kind === "file"
        ? { kind: "file", file: asset.path, isZip: true }
        : { kind: "folder", directory: asset.path, isWhole: true },
    );
    return { artifact: { key, bytes: artifact.bytes }, inputs };
  }

  async function makeBundle(source: Extract<CodeSource, { kind: "bundle" }>, identity: string): Promise<Built> {
    let bundler = bundlers.get(identity);
    if (bundler === undefined) {
      bundler = createBundler(source.entry, source.directory, source.options, base);
      bundlers.set(identity, bundler);
    }
    const bundle = await (await bundler).bundle();
    const read = await Promise.all(bundle.inputs.map(async (path) => [path, await hashOfFile(path)] as const));
    return {
      made: { artifact: archive(zip(bundle.files)), inputs: new Map(read) },
      evidence: bundle.evidence,
    };
  }

  // Many bundles share files; each is read once until something is built again.
  function hashOfFile(path: string): Promise<string> {
    let hash = hashes.get(path);
    if (hash === undefined) {
      hash = readFile(path).then(hashOf);
      hashes.set(path, hash);
    }
    return hash;
  }

  function lookAnew(): void {
    hashes.clear();
    cache?.forget();
  }

  async function rebuild(source: CodeSource): Promise<Artifact> {
    lookAnew();
    // What a template names is built by itself, and may be what has changed.
    if (source.kind === "template") builds.clear();
    else builds.delete(JSON.stringify(source));
    return (await madeOf(source, true)).artifact;
  }

  async function buildAll(unit: Pick<Unit, "directory" | "template" | "assets">): Promise<readonly BuiltCode[]> {
    const { uses, diagnostics } = findCode(unit);
    const problems: Diagnostic[] = [...diagnostics];
    const built = await Promise.all(
      uses.map(async (use): Promise<readonly BuiltCode[]> => {
        try {
          const made = await madeOf(use.source);
          const { artifact, inner = [] } = made;
          return [{ use, artifact, inputs: sourceInputs(made.inputs, base) }, ...inner];
        } catch (error) {
          if (!(error instanceof DiagnosticsError)) throw error;
          problems.push(...error.diagnostics.map((each) => ({ ...each, logicalId: use.logicalId })));
          return [];
        }
      }),
    );
    if (problems.length > 0) throw new DiagnosticsError(problems);
    return built.flat();
  }

  async function dispose(): Promise<void> {
    const all = await Promise.all(bundlers.values());
    await Promise.all(all.map((bundler) => bundler.dispose()));
  }

  return {
    build: buildAll,
    rebuild,
    current: async (source) =>
      builds.get(JSON.stringify(source))?.then(
        (made) => made.artifact,
        () => undefined,
      ),
    inputsOf: (source) => inputs.get(JSON.stringify(source)),
    forget() {
      builds.clear();
      lookAnew();
    },
    dispose,
  };
}

interface Built {
  readonly made: Made;
  readonly evidence: Evidence | undefined;
}

function cacheIdentity(source: CodeSource): string {
  // NODE_PATH is where esbuild finds packages beside the folders above.
  return JSON.stringify([CACHE_VERSION, bundlerVersion(), process.env["NODE_PATH"] ?? "", source]);
}

// Read from its manifest: loading the bundler itself takes as long as a deployment that changes nothing.
function bundlerVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)("esbuild/package.json");
  return String(Object(manifest).version);
}

function sourceInputs(inputs: ReadonlyMap<string, string>, base: string): readonly SourceInput[] {
  return [...inputs]
    .map(([path, hash]) => ({ path: shownPath(base, path).split(sep).join("/"), hash }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function archive(bytes: Uint8Array): Artifact {
  return { key: `${hashOf(bytes)}.zip`, bytes };
}
