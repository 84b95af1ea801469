// The functions of JQ that queries may call here, by name and number of parameters. Pure. AWS: the manual of JQ 1.6.
// Those with regular expressions are left out: they would run in this process for as long as they like.

import { formatDate } from "../date-pattern.ts";
import { JqError } from "./parse.ts";

/** A function of its input and the values of its parameters. */
type Apply = (input: unknown, ...values: readonly unknown[]) => unknown;

const text = (value: unknown): string => {
  if (typeof value !== "string") throw new JqError(`${JSON.stringify(value)} is not a string.`);
  return value;
};
const number = (value: unknown): number => {
  if (typeof value !== "number") throw new JqError(`${JSON.stringify(value)} is not a number.`);
  return value;
};
const list = (value: unknown): readonly unknown[] => {
  if (!Array.isArray(value)) throw new JqError(`${JSON.stringify(value)} is not an array.`);
  return value;
};
const written = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

export const FUNCTIONS: Readonly<Record<string, Apply>> = {
  "tostring/0": written,
  "tojson/0": (value) => JSON.stringify(value),
  "fromjson/0": (value) => parseJson(text(value)),
  "tonumber/0": (value) => {
    const parsed = typeof value === "number" ? value : Number(text(value).trim() === "" ? Number.NaN : value);
    if (Number.isNaN(parsed)) throw new JqError(`${JSON.stringify(value)} cannot be parsed as a number.`);
    return parsed;
  },
  "length/0": (value) =>
    typeof value === "number" ? Math.abs(value) : value === null ? 0 : Object.keys(value as object).length,
  "type/0": (value) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value),
  "not/0": (value) => value === null || value === false,
  "floor/0": (value) => Math.floor(number(value)),
  "keys/0": (value) => Object.keys(value ?? {}).sort(),
  "has/1": (value, key) => Object.hasOwn(Object(value) as object, String(key)),
  "first/0": (value) => list(value)[0] ?? null,
  "last/0": (value) => list(value).at(-1) ?? null,
  "ascii_downcase/0": (value) => text(value).replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()),
  "ascii_upcase/0": (value) => text(value).replaceAll(/[a-z]/g, (letter) => letter.toUpperCase()),
  "split/1": (value, by) => text(value).split(text(by)),
  "join/1": (value, by) =>
    list(value)
      .map((each) => (each === null ? "" : written(each)))
      .join(text(by)),
  "ltrimstr/1": (value, start) =>
    typeof value === "string" && value.startsWith(String(start)) ? value.slice(String(start).length) : value,
  "rtrimstr/1": (value, end) =>
    typeof value === "string" && value.endsWith(String(end)) && end !== ""
      ? value.slice(0, -String(end).length)
      : value,
  "startswith/1": (value, start) => text(value).startsWith(text(start)),
  "endswith/1": (value, end) => text(value).endsWith(text(end)),
  "todate/0": (value) => new Date(number(value) * 1_000).toISOString().replace(/\.\d+Z$/, "Z"),
  "fromdate/0": (value) => {
    const atMs = Date.parse(text(value));
    if (Number.isNaN(atMs)) throw new JqError(`${JSON.stringify(value)} is not a date.`);
    return Math.floor(atMs / 1_000);
  },
  "strftime/1": (value, format) => strftime(number(value), text(format)),
};

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    throw new JqError(`${JSON.stringify(value)} is not JSON.`);
  }
}

/** Directives of strftime, as the date patterns of date-pattern.ts. */
const DIRECTIVES: Readonly<Record<string, readonly (readonly [letter: string, count: number] | string)[]>> = {
  Y: [["y", 4]],
  y: [["y", 2]],
  m: [["M", 2]],
  d: [["d", 2]],
  H: [["H", 2]],
  I: [["h", 2]],
  M: [["m", 2]],
  S: [["s", 2]],
  j: [["D", 3]],
  a: [["E", 3]],
  A: [["E", 4]],
  b: [["M", 3]],
  B: [["M", 4]],
  p: [["a", 1]],
  F: [["y", 4], "-", ["M", 2], "-", ["d", 2]],
  T: [["H", 2], ":", ["m", 2], ":", ["s", 2]],
  Z: ["UTC"],
  z: ["+0000"],
  "%": ["%"],
};

function strftime(seconds: number, format: string): string {
  return format.replaceAll(/%(.)/g, (_whole, directive: string) => {
    const parts = DIRECTIVES[directive];
    if (parts === undefined) throw new JqError(`strftime's "%${directive}" is not implemented.`);
    const pieces = parts.map((part) =>
      typeof part === "string"
        ? ({ kind: "text", text: part } as const)
        : ({ kind: "field", letter: part[0], count: part[1] } as const),
    );
    return formatDate(pieces, seconds * 1_000, "UTC");
  });
}
