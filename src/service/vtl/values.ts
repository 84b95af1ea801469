// The values that templates work with: Java's, as far as a template can tell. Integers are bigint and doubles are number, so that 7 / 2 is 3;
// maps are Map, so that no name that a customer chooses is special. Nothing here has a prototype that a template could reach.

import { VtlError } from "./syntax.ts";

export type Value = null | string | boolean | bigint | number | List | Dictionary | HostObject;
export type List = Value[];
export type Dictionary = Map<string, Value>;

/** An object of whoever renders, such as $input: it has the members that are listed, and no others. */
export class HostObject {
  readonly properties: ReadonlyMap<string, () => Value>;
  readonly methods: ReadonlyMap<string, (parameters: readonly Value[]) => Value>;

  constructor(members: {
    readonly properties?: Readonly<Record<string, () => Value>>;
    readonly methods?: Readonly<Record<string, (parameters: readonly Value[]) => Value>>;
  }) {
    this.properties = new Map(Object.entries(members.properties ?? {}));
    this.methods = new Map(Object.entries(members.methods ?? {}));
  }
}

/** LIMIT: ours: the longest text that a template may make; API Gateway's payloads end at 10 MB. */
export const LONGEST_TEXT = 10 * 1024 * 1024;
/** LIMIT: ours: the most steps of one rendering, so that loops in loops end. A step takes less than a microsecond. */
const MOST_STEPS = 2_000_000;
const LONGEST_INTEGER = 1n << 4096n;

/** What one rendering has spent. */
export class Meter {
  #left = MOST_STEPS;

  step(count = 1): void {
    this.#left -= count;
    if (this.#left < 0) throw new VtlError(`The template takes more than ${MOST_STEPS} steps`);
  }
}

/** Text that may not grow for ever. */
export class TextBuilder {
  readonly #parts: string[] = [];
  #length = 0;

  add(text: string): void {
    this.#length += text.length;
    if (this.#length > LONGEST_TEXT) throw new VtlError(`The template makes more than ${LONGEST_TEXT} characters`);
    this.#parts.push(text);
  }

  toString(): string {
    return this.#parts.join("");
  }
}

/** A value as it appears in a text: what Java's toString gives. */
export function textOf(value: Value, meter: Meter): string {
  if (typeof value === "string") return value;
  const text = new TextBuilder();
  addTo(text, value, meter, 0);
  return text.toString();
}

function addTo(text: TextBuilder, value: Value, meter: Meter, depth: number): void {
  meter.step();
  if (depth > 200) throw new VtlError("A value contains itself");
  if (value === null) text.add("null");
  else if (typeof value === "number") text.add(textOfDouble(value));
  else if (Array.isArray(value)) {
    text.add("[");
    for (const [index, item] of value.entries()) {
      if (index > 0) text.add(", ");
      addTo(text, item, meter, depth + 1);
    }
    text.add("]");
  } else if (value instanceof Map) {
    text.add("{");
    let isFirst = true;
    for (const [key, item] of value) {
      text.add(`${isFirst ? "" : ", "}${key}=`);
      isFirst = false;
      addTo(text, item, meter, depth + 1);
    }
    text.add("}");
  } else text.add(value instanceof HostObject ? "" : String(value));
}

/** As Java writes doubles: 1.0, 1.0E10, 1.5E-5. */
function textOfDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-3)) {
    const [digits = "", exponent = ""] = value.toExponential().split("e");
    return `${digits.includes(".") ? digits : `${digits}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(value) ? `${Object.is(value, -0) ? "-0" : value}.0` : String(value);
}

/** AWS: Velocity 1.7: all but null and false is true, also 0 and the empty string. */
export function isTrue(value: Value): boolean {
  return value !== null && value !== false;
}

/** As "==" compares: numbers by value, the same kind by content, different kinds by their texts. */
export function areEqual(left: Value, right: Value, meter: Meter, depth = 0): boolean {
  meter.step();
  if (depth > 200) throw new VtlError("A value contains itself");
  if (left === null || right === null) return left === right;
  // A bigint and a number that mean the same are equal: not identical.
  // oxlint-disable-next-line eqeqeq -- compares across the two kinds of numbers
  if (isNumber(left) && isNumber(right)) return left == right;
  if (Array.isArray(left) && Array.isArray(right)) {
    return (
      left.length === right.length && left.every((item, at) => areEqual(item, right[at] ?? null, meter, depth + 1))
    );
  }
  if (left instanceof Map && right instanceof Map) {
    return (
      left.size === right.size &&
      [...left].every(([key, item]) => right.has(key) && areEqual(item, right.get(key) ?? null, meter, depth + 1))
    );
  }
  if (left instanceof HostObject || right instanceof HostObject) return left === right;
  return typeof left === typeof right ? left === right : textOf(left, meter) === textOf(right, meter);
}

export function isNumber(value: Value): value is bigint | number {
  return typeof value === "bigint" || typeof value === "number";
}

/** Keeps integers from growing without end. */
export function boundedInteger(value: bigint): bigint {
  if (value > LONGEST_INTEGER || value < -LONGEST_INTEGER) throw new VtlError("An integer is too large");
  return value;
}

/** A whole number as a position; undefined for what is none. */
export function positionOf(value: Value | undefined): number | undefined {
  if (typeof value === "bigint") return Number(value);
  return typeof value === "string" && /^-?\d{1,9}$/.test(value) ? Number(value) : undefined;
}
