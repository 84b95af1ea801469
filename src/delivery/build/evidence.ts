// What a bundle depends on beyond the files in it: the settings that esbuild reads on its way, and the folders in which a new file
// would be found first. Follows esbuild's documented resolution; where it cannot, it says that the bundle must not be remembered.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import type { Metafile } from "esbuild";
import type { Evidence } from "./build-cache.ts";

const SETTINGS = ["package.json", "tsconfig.json", "jsconfig.json"];

/** The evidence of a bundle that esbuild made in `directory`; undefined if it cannot be named. */
export function evidenceOf(metafile: Metafile, directory: string): Evidence | undefined {
  const files = new Set<string>();
  const absent = new Set<string>();
  const folders = new Set<string>();
  const looked = new Set<string>();

  // Every folder above a source may hold settings, and packages that are nearer than those that were found.
  const lookAbove = (folder: string): void => {
    for (let each = folder; !looked.has(each); each = dirname(each)) {
      looked.add(each);
      for (const name of SETTINGS) {
        const path = join(each, name);
        (existsSync(path) ? files : absent).add(path);
      }
      const packages = join(each, "node_modules");
      if (existsSync(packages)) folders.add(packages);
      else absent.add(packages);
    }
  };

  const packages = new Set<string>();
  for (const [name, input] of Object.entries(metafile.inputs)) {
    const path = resolve(directory, name);
    folders.add(dirname(path));
    lookAbove(dirname(path));
    for (const imported of input.imports) {
      if (imported.external === true) continue;
      const original = imported.original ?? imported.path;
      const target = resolve(directory, imported.path);
      // An extension that is tried earlier, or a file where a folder's index was found.
      folders.add(dirname(target)).add(dirname(dirname(target)));
      if (/^\.\.?(\/|$)/.test(original)) folders.add(dirname(resolve(dirname(path), original)));
      else packages.add(original);
      if (original.startsWith("@")) for (const scope of scopesAbove(path, original)) folders.add(scope);
    }
  }
  for (const path of [...files].filter((each) => /(ts|js)config\.json$/.test(each))) {
    const settings = readSettings(path);
    if (settings === undefined) return undefined;
    for (const each of settings.files) files.add(each);
    for (const specifier of packages)
      for (const candidate of candidatesFor(specifier, settings)) folders.add(dirname(candidate)).add(candidate);
  }
  return { files: [...files], absent: [...absent], folders: [...folders] };
}

// The folders of a scope: a package that is new in one of them changes nothing in the listing above.
function scopesAbove(path: string, specifier: string): readonly string[] {
  const scope = specifier.split("/")[0] ?? "";
  const parts = dirname(path).split(sep);
  return parts.map((_, index) => [...parts.slice(0, index + 1), "node_modules", scope].join(sep));
}

/** What a tsconfig.json says about where imports are found, with all that it extends. */
interface PathSettings {
  readonly files: readonly string[];
  readonly baseUrl: string | undefined;
  /** Pattern to absolute places, each with at most one star. */
  readonly paths: Readonly<Record<string, readonly string[]>>;
}

function candidatesFor(specifier: string, { baseUrl, paths }: PathSettings): readonly string[] {
  const mapped = Object.entries(paths).flatMap(([pattern, targets]) => {
    const [head = "", tail] = pattern.split("*");
    const isMatch = tail === undefined ? specifier === head : specifier.startsWith(head) && specifier.endsWith(tail);
    const star = tail === undefined ? "" : specifier.slice(head.length, specifier.length - tail.length);
    return isMatch ? targets.map((target) => target.replace("*", star)) : [];
  });
  return baseUrl === undefined ? mapped : [...mapped, join(baseUrl, specifier)];
}

// Undefined for settings that cannot be followed to their end.
function readSettings(path: string, depth = 0): PathSettings | undefined {
  const value = depth > 20 ? undefined : readJsonWithComments(path);
  if (value === undefined) return undefined;
  let files: readonly string[] = [];
  let inherited: Pick<PathSettings, "baseUrl" | "paths"> = { baseUrl: undefined, paths: {} };
  const extended: unknown = Reflect.get(value, "extends");
  for (const specifier of Array.isArray(extended) ? extended : extended === undefined ? [] : [extended]) {
    const target = typeof specifier === "string" ? findExtended(dirname(path), specifier) : undefined;
    const settings = target === undefined ? undefined : readSettings(target, depth + 1);
    if (target === undefined || settings === undefined) return undefined;
    files = [...files, target, ...settings.files];
    inherited = settings;
  }
  const options = Object(Reflect.get(value, "compilerOptions")) as { baseUrl?: unknown; paths?: unknown };
  const baseUrl = typeof options.baseUrl === "string" ? resolve(dirname(path), options.baseUrl) : inherited.baseUrl;
  const paths = Object.entries(Object(options.paths) as object).map(([pattern, targets]: [string, unknown]) => {
    const list = Array.isArray(targets) ? targets.map(String) : [];
    return [pattern, list.map((target) => resolve(baseUrl ?? dirname(path), target))] as const;
  });
  return { files, baseUrl, paths: paths.length > 0 ? Object.fromEntries(paths) : inherited.paths };
}

function findExtended(directory: string, specifier: string): string | undefined {
  const forms = [specifier, `${specifier}.json`, join(specifier, "tsconfig.json")];
  if (/^[./]/.test(specifier)) return forms.map((form) => resolve(directory, form)).find(isJsonFile);
  const parts = directory.split(sep);
  return parts
    .map((_, index) => [...parts.slice(0, parts.length - index), "node_modules"].join(sep))
    .flatMap((packages) => forms.map((form) => join(packages, form)))
    .find(isJsonFile);
}

function isJsonFile(path: string): boolean {
  return path.endsWith(".json") && existsSync(path);
}

// As TypeScript reads it: with comments, and commas before closing brackets.
function readJsonWithComments(path: string): object | undefined {
  try {
    const text = readFileSync(path, "utf8")
      .replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, "$1")
      .replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, "$1");
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    // esbuild has its own opinion of a file that is no JSON; a bundle that it made all the same is not remembered.
    return undefined;
  }
}
