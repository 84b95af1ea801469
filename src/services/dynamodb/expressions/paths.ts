// Document paths over items: reading a value, picking some paths of an item, and paths that get in each other's way.

import { attributeOf, setAttribute, type AttributeValue, type Item } from "../values/attribute-value.ts";
import { ExpressionError } from "./ast.ts";
import { showPath, type BoundPath } from "./placeholders.ts";

/** What stands at the path, if anything does. */
export function valueAt(item: Item, path: BoundPath): AttributeValue | undefined {
  let value = attributeOf(item, String(path[0]));
  for (let index = 1; index < path.length && value !== undefined; index++) {
    const step = path[index];
    if (typeof step === "number") value = value.L?.[step];
    else value = value.M === undefined || step === undefined ? undefined : attributeOf(value.M, step);
  }
  return value;
}

/**
 * An item of the paths only. List elements move together: of a[0] and a[5] there is a list of two.
 * AWS: Developer Guide, "Using projection expressions in DynamoDB".
 */
export function project(item: Item, paths: readonly BoundPath[]): Item {
  const root: Picked = new Map();
  for (const path of paths) {
    const value = valueAt(item, path);
    if (value !== undefined) pick(root, path, value);
  }
  return toItem(root);
}

/** What was picked, by step; a Map is something that only parts of were picked. */
type Picked = Map<string | number, Picked | AttributeValue>;

function pick(root: Picked, path: BoundPath, value: AttributeValue): void {
  let level = root;
  for (const [index, step] of path.entries()) {
    if (index === path.length - 1) {
      level.set(step, value);
      return;
    }
    const inner = level.get(step);
    if (inner instanceof Map) level = inner;
    else {
      const created: Picked = new Map();
      level.set(step, created);
      level = created;
    }
  }
}

function toItem(picked: Picked): Item {
  const item: Item = {};
  for (const [name, value] of picked) setAttribute(item, String(name), toValue(value));
  return item;
}

function toValue(picked: Picked | AttributeValue): AttributeValue {
  if (!(picked instanceof Map)) return picked;
  const positions = [...picked.keys()].filter((step) => typeof step === "number");
  if (positions.length === 0) return { M: toItem(picked) };
  const list: AttributeValue[] = [];
  for (const position of positions.sort((a, b) => a - b)) {
    const value = picked.get(position);
    if (value !== undefined) list.push(toValue(value));
  }
  return { L: list };
}

/** Throws AWS's error if one path lies in another, or if one takes for a list what another takes for a map. */
export function checkOverlap(paths: readonly BoundPath[]): void {
  let conflict: ExpressionError | undefined;
  for (const [index, second] of paths.entries()) {
    for (const first of paths.slice(0, index)) {
      const problem = overlap(first, second);
      if (problem === undefined) continue;
      const error = new ExpressionError(
        `Two document paths ${problem} with each other; ` +
          `must remove or rewrite one of these paths; path one: ${showPath(first)}, path two: ${showPath(second)}`,
      );
      // AWS: an overlap is reported before any conflict.
      if (problem === "overlap") throw error;
      conflict ??= error;
    }
  }
  if (conflict !== undefined) throw conflict;
}

function overlap(first: BoundPath, second: BoundPath): "overlap" | "conflict" | undefined {
  const length = Math.min(first.length, second.length);
  for (let index = 0; index < length; index++) {
    if (typeof first[index] !== typeof second[index]) return "conflict";
    if (first[index] !== second[index]) return undefined;
  }
  return "overlap";
}
