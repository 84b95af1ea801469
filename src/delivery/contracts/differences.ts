// What is different between two versions of a schema, in words for people, whoever it matters to. Pure.

import { findProblems } from "./containment.ts";
import { flatten, isEqual, pointerOf } from "./schema.ts";
import type { Located } from "./schema.ts";

/** One difference. */
export interface Difference {
  readonly kind: "added" | "removed" | "changed";
  /** The place in documents. */
  readonly pointer: string;
  /** Goes on after the pointer: "was added". */
  readonly detail: string;
}

// LIMIT: what is deeper is a change of its parent.
const DEEPEST = 16;

/** The differences of two schemas, by the places in documents. */
export function findDifferences(before: Located, after: Located): readonly Difference[] {
  return walk(before, after, []);
}

function walk(before: Located, after: Located, path: readonly string[]): readonly Difference[] {
  if (isEqual(before, after) || path.length > DEEPEST) return [];
  const [was, is] = [flatten(before), flatten(after)];
  const found: Difference[] = [];
  const say = (kind: Difference["kind"], name: string | undefined, detail: string): void =>
    void found.push({ kind, pointer: pointerOf(name === undefined ? path : [...path, name]), detail });
  for (const [name, schema] of was.properties) {
    const now = is.properties.get(name);
    if (now === undefined) {
      say("removed", name, "was removed");
      continue;
    }
    if (was.required.has(name) && !is.required.has(name)) say("changed", name, "became optional");
    if (!was.required.has(name) && is.required.has(name)) say("changed", name, "became required");
    found.push(...walk({ schema, root: was.root }, { schema: now, root: is.root }, [...path, name]));
  }
  for (const name of is.properties.keys())
    if (!was.properties.has(name)) say("added", name, is.required.has(name) ? "was added" : "was added, optional");
  if (was.items !== undefined && is.items !== undefined)
    found.push(...walk({ schema: was.items, root: was.root }, { schema: is.items, root: is.root }, [...path, "*"]));
  const types = (flat: typeof was): string => [...(flat.types ?? ["any"])].toSorted().join(" or ");
  if (types(was) !== types(is)) say("changed", undefined, `changed its type from ${types(was)} to ${types(is)}`);
  if (was.values !== undefined || is.values !== undefined) {
    const [old, now] = [was.values ?? [], is.values ?? []];
    const gone = old.filter((each) => !now.some((other) => isEqual(each, other)));
    const added = now.filter((each) => !old.some((other) => isEqual(each, other)));
    if (was.values === undefined) say("changed", undefined, `has only the values ${shown(now)} now`);
    else if (is.values === undefined) say("changed", undefined, "has no fixed values any more");
    else {
      if (gone.length > 0) say("changed", undefined, `lost the value ${shown(gone)}`);
      if (added.length > 0) say("changed", undefined, `got the value ${shown(added)}`);
    }
  }
  if (found.length > 0) return found;
  // Bounds, patterns and alternatives: told by what they allow now.
  const wider = findProblems(after, before).map(({ pointer, detail }): Difference => ({
    kind: "changed",
    pointer: pointerOf(path) + pointer,
    detail: `now ${detail}`,
  }));
  const narrower = findProblems(before, after).map(({ pointer, detail }): Difference => ({
    kind: "changed",
    pointer: pointerOf(path) + pointer,
    detail: `formerly ${detail}`,
  }));
  return wider.length > 0 ? wider : narrower;
}

function shown(values: readonly unknown[]): string {
  return values.map((each) => JSON.stringify(each)).join(", ");
}
