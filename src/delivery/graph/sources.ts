// The sources of a unit's code in comparable form: which files went into which function, and a short hash of each. Written beside the
// artifacts, so that the next deployment can say which file made it necessary. Pure.

import { relative, resolve, sep } from "node:path";
import type { BuiltCode } from "../build/build.ts";
import { hashOf } from "../build/zip.ts";
import type { System } from "../system/system.ts";

/** Path to hash, for each piece of code by its logical id. A package is one entry, named by its folder. */
export type Sources = Readonly<Record<string, Readonly<Record<string, string>>>>;

// LIMIT: 64 bits tell two states of one file apart.
const HASH_LETTERS = 16;

/** The sources of built code, named from the system's folder on: the same from wherever it was deployed. */
export function sourcesOf(
  built: readonly BuiltCode[],
  { base, directory }: Pick<System, "base" | "directory">,
): Sources {
  const all: Record<string, Record<string, string>> = {};
  for (const { use, inputs } of built) {
    const files = new Map<string, string[]>();
    for (const { path, hash } of inputs) {
      const shown = relative(directory, resolve(base, path)).replaceAll(sep, "/");
      const name = packageFolder(shown) ?? shown;
      const hashes = files.get(name);
      if (hashes === undefined) files.set(name, [hash]);
      else hashes.push(hash);
    }
    const own = (all[use.logicalId] ??= {});
    for (const [name, [first = "", ...more]] of files)
      own[name] = (more.length === 0 ? first : hashOf([first, ...more].join())).slice(0, HASH_LETTERS);
  }
  return all;
}

/** Where the bucket has sources, by the hash of their text. */
export function sourcesKeyOf(hash: string): string {
  return `${hash}.sources.json`;
}

/** Reads sources; undefined if the text is none. */
export function parseSources(text: string | undefined): Sources | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Sources) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

// "…/node_modules/NAME" or "…/node_modules/@SCOPE/NAME" of a file of a package.
function packageFolder(path: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}
