// Remembers on disk what large YAML templates mean and where their parts stand, by the hash of their text: to parse the YAML of ten
// thousand resources takes longer than everything that is done with them.

import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { hashOf } from "../build/zip.ts";
import type { Place } from "./places.ts";
import type { TemplateObject } from "./template.ts";
import { pruneOldest } from "../build/prune.ts";

/** A template without faults, as it is remembered. */
export interface CachedTemplate {
  readonly body: TemplateObject;
  places(): Place;
}

export interface TemplateCache {
  load(text: string): Promise<CachedTemplate | undefined>;
  save(text: string, template: CachedTemplate): Promise<void>;
}

// A change of how templates are read makes all that are remembered worthless.
const CACHE_VERSION = 1;
// LIMIT: what is smaller is parsed before a file is found.
const SMALLEST_TEXT = 4096;
// LIMIT: how many are kept; beyond it the older half goes.
const MOST_TEMPLATES = 1000;

/** Opens a cache in a folder, which is made when something is saved. */
export function openTemplateCache(folder: string): TemplateCache {
  let count: number | undefined;
  const fileOf = (text: string): string => join(folder, `${hashOf(`${CACHE_VERSION}\n${text}`).slice(0, 40)}.json`);

  return {
    async load(text) {
      if (text.length < SMALLEST_TEXT) return undefined;
      // Never read before, or written by half when the machine went down: it is parsed.
      const stored = await readFile(fileOf(text), "utf8").catch(() => undefined);
      const [body, places, end] = stored?.split("\n") ?? [];
      if (body === undefined || places === undefined || end !== "") return undefined;
      return { body: JSON.parse(body) as TemplateObject, places: once(() => JSON.parse(places) as Place) };
    },
    async save(text, { body, places }) {
      if (text.length < SMALLEST_TEXT) return;
      const file = fileOf(text);
      await mkdir(folder, { recursive: true });
      // Other processes read the folder at the same time; a name always stands for a whole file.
      const fresh = join(dirname(file), `.${randomUUID()}`);
      await writeFile(fresh, `${JSON.stringify(body)}\n${JSON.stringify(places())}\n`);
      await rename(fresh, file);
      count = (count ?? (await readdir(folder)).length) + 1;
      if (count > MOST_TEMPLATES) count = await pruneOldest(folder);
    },
  };
}

function once<Value>(make: () => Value): () => Value {
  let value: { readonly made: Value } | undefined;
  return () => (value ??= { made: make() }).made;
}
