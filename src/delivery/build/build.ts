// Builds the artifacts of units: every piece of local code once, in parallel, into an archive named by its hash.

import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { createBundler } from "./bundle.ts";
import type { Bundler } from "./bundle.ts";
import { findCode } from "./code.ts";
import type { CodeSource, CodeUse } from "./code.ts";
import { DiagnosticsError } from "../system/system.ts";
import type { Unit } from "../system/system.ts";
import { hashOf, readFolder, zip } from "./zip.ts";

/** Built code: its bytes and the key that its content gives it. */
export interface Artifact {
  /** "<sha-256>.zip", or with the file's own extension. */
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** A property of the template, and what was built for it. */
export interface BuiltCode {
  readonly use: CodeUse;
  readonly artifact: Artifact;
}

/** Builds; remembers what it has built, so that equal code is built once and a change is rebuilt incrementally. */
export interface Builder {
  /** All local code of a unit. Throws a DiagnosticsError if some of it is missing or does not build. */
  build(unit: Unit): Promise<readonly BuiltCode[]>;
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

/** Makes a builder; its messages name files relative to `base`. Dispose it: it keeps esbuild's incremental state. */
export function createBuilder(base: string): Builder {
  const bundlers = new Map<string, Promise<Bundler>>();
  const artifacts = new Map<string, Promise<Artifact>>();
  const inputs = new Map<string, ReadonlySet<string>>();

  function artifactOf(source: CodeSource): Promise<Artifact> {
    const identity = JSON.stringify(source);
    const known = artifacts.get(identity);
    if (known !== undefined) return known;
    const made = make(source, identity);
    artifacts.set(identity, made);
    // A failure is not remembered: the author corrects the source and saves again.
    made.catch(() => artifacts.delete(identity));
    return made;
  }

  async function make(source: CodeSource, identity: string): Promise<Artifact> {
    if (source.kind === "folder") return archive(zip(await readFolder(source.directory)));
    if (source.kind === "file") {
      const bytes = await readFile(source.file);
      if (!source.isZip) return archive(zip([{ path: basename(source.file), data: bytes }]));
      return { key: `${hashOf(bytes)}${/\.[a-z]+$/.exec(source.file)?.[0] ?? ""}`, bytes };
    }
    let bundler = bundlers.get(identity);
    if (bundler === undefined) {
      bundler = createBundler(source.entry, source.directory, source.options, base);
      bundlers.set(identity, bundler);
    }
    const bundle = await (await bundler).bundle();
    inputs.set(identity, new Set(bundle.inputs));
    return archive(zip(bundle.files));
  }

  function rebuild(source: CodeSource): Promise<Artifact> {
    artifacts.delete(JSON.stringify(source));
    return artifactOf(source);
  }

  async function build(unit: Unit): Promise<readonly BuiltCode[]> {
    const { uses, diagnostics } = findCode(unit);
    const problems: Diagnostic[] = [...diagnostics];
    const built = await Promise.all(
      uses.map(async (use): Promise<readonly BuiltCode[]> => {
        try {
          return [{ use, artifact: await artifactOf(use.source) }];
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
    build,
    rebuild,
    current: async (source) => artifacts.get(JSON.stringify(source))?.catch(() => undefined),
    inputsOf: (source) => inputs.get(JSON.stringify(source)),
    forget: () => artifacts.clear(),
    dispose,
  };
}

function archive(bytes: Uint8Array): Artifact {
  return { key: `${hashOf(bytes)}.zip`, bytes };
}
