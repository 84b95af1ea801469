// What values of events look like: inferred from one, merged over many. Pure.

/** The shape of a value. */
export type Shape =
  | { readonly kind: "array"; readonly items?: Shape }
  | { readonly kind: "boolean" | "null" | "number" | "string" | "date-time" }
  | {
      readonly kind: "object";
      readonly members: Readonly<Record<string, Shape>>;
      /** Those that every value had. */
      readonly required: readonly string[];
    }
  /** Values of different kinds were seen: anything is possible. */
  | { readonly kind: "any" };

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)$/;

/** The shape of one value. */
export function shapeOf(value: unknown): Shape {
  if (Array.isArray(value)) {
    const items = value.map(shapeOf);
    return items.length === 0 ? { kind: "array" } : { kind: "array", items: items.reduce(mergeShapes) };
  }
  if (value === null) return { kind: "null" };
  if (typeof value === "object") {
    const members = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shapeOf(each)]));
    return { kind: "object", members, required: Object.keys(members).sort() };
  }
  if (typeof value === "string") return { kind: DATE_TIME.test(value) ? "date-time" : "string" };
  return { kind: typeof value === "boolean" ? "boolean" : "number" };
}

/** The shape of values of both shapes. */
export function mergeShapes(left: Shape, right: Shape): Shape {
  if (left.kind === "null") return right;
  if (right.kind === "null") return left;
  if (left.kind === "object" && right.kind === "object") {
    const names = [...new Set([...Object.keys(left.members), ...Object.keys(right.members)])];
    const members = Object.fromEntries(
      names.map((name) => [name, mergeMembers(left.members[name], right.members[name])]),
    );
    return { kind: "object", members, required: left.required.filter((name) => right.required.includes(name)) };
  }
  if (left.kind === "array" && right.kind === "array") {
    const items =
      left.items === undefined || right.items === undefined ? undefined : mergeShapes(left.items, right.items);
    const one = items ?? left.items ?? right.items;
    return one === undefined ? { kind: "array" } : { kind: "array", items: one };
  }
  if (left.kind === right.kind) return left;
  const kinds = [left.kind, right.kind];
  return kinds.includes("string") && kinds.includes("date-time") ? { kind: "string" } : { kind: "any" };
}

function mergeMembers(left: Shape | undefined, right: Shape | undefined): Shape {
  if (left === undefined || right === undefined) return left ?? right ?? { kind: "any" };
  return mergeShapes(left, right);
}
