// An endless history of stores that are written, forked and dropped, the same one in each process: step N is drawn from
// N alone. Plain maps say what must come of it.

import { MAIN } from "../../src/store/catalogue.ts";
import type { Stores } from "../../src/store/forks.ts";

/** Names and contents of all stores. */
export type Worlds = Map<string, Map<number, string>>;

export type Step =
  | {
      readonly kind: "write";
      readonly name: string;
      readonly changes: readonly (readonly [number, string | undefined])[];
    }
  | { readonly kind: "fork"; readonly name: string; readonly from: string }
  | { readonly kind: "drop"; readonly name: string };

const KEYS = 400;
const MOST_FORKS = 8;
/** So small that housekeeping is under way most of the time. */
export const BATCH = { entries: 12, bytes: 100_000 };

/** The worlds before the first step. */
export function firstWorlds(): Worlds {
  return new Map([[MAIN, new Map()]]);
}

/** What happens as step `index`, in worlds that have taken all steps before. */
export function stepAt(index: number, worlds: Worlds): Step {
  const random = randomOf(index);
  const names = [...worlds.keys()];
  const name = names[random(names.length)] ?? MAIN;
  const kind = random(10);
  if (kind < 2 && names.length <= MOST_FORKS) return { kind: "fork", name: `fork-${index}`, from: name };
  if (kind < 4 && name !== MAIN) return { kind: "drop", name };
  const changes = Array.from({ length: random(60) }, (_, at) => {
    const key = random(KEYS);
    return [key, random(4) === 0 ? undefined : `${index}.${at}`] as const;
  });
  return { kind: "write", name, changes };
}

/** Takes a step in the plain worlds. */
export function model(worlds: Worlds, step: Step): void {
  if (step.kind === "fork") worlds.set(step.name, new Map(worlds.get(step.from)));
  else if (step.kind === "drop") worlds.delete(step.name);
  else
    for (const [key, value] of step.changes)
      if (value === undefined) worlds.get(step.name)?.delete(key);
      else worlds.get(step.name)?.set(key, value);
}

/** Takes a step in the durable stores; the housekeeping of a drop goes on behind it. */
export function take(stores: Stores, step: Step): void {
  if (step.kind === "fork") stores.fork(step.name, { from: step.from });
  else if (step.kind === "drop") void stores.drop(step.name);
  else
    stores.open(step.name).write((tx) => {
      for (const [key, value] of step.changes)
        if (value === undefined) tx.delete(["key", key]);
        else tx.put(["key", key], value);
    });
}

/** What the durable stores hold, in the plain worlds' form. */
export function worldsOf(stores: Stores): Worlds {
  const names = [MAIN, ...stores.list().map(({ name }) => name)];
  return new Map(
    names.map((name) => {
      const entries = stores.open(name).read((tx) => [...tx.range<string>({ prefix: ["key"] })]);
      return [name, new Map(entries.map(({ key, value }) => [Number(key[1]), value]))];
    }),
  );
}

/** Whole numbers below a limit (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
