// Values of queries: how they are compared, counted with and written. Pure. What is missing is null, and whatever is asked of it is null
// too, so that no filter lets it pass. AWS does not say how values of different kinds compare: inferred.

import type { Period } from "./syntax.ts";

/** A time: @timestamp, and what is made of it. A class, to be told from maps out of JSON. */
export class Moment {
  readonly ms: number;

  constructor(ms: number) {
    this.ms = ms;
  }
}

/** A map or a list, out of JSON. */
type Structure = readonly unknown[] | { readonly [name: string]: unknown };

export type Value = boolean | number | string | null | Moment | Structure;

/** What JSON holds, as a value. */
export function valueOf(json: unknown): Value {
  if (json === undefined) return null;
  return json as Value;
}

/** The number that a value is; undefined for what is none. Texts of numbers are numbers. */
export function numberOf(value: Value): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "string")
    return /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/.test(value) ? Number(value) : undefined;
  return value instanceof Moment ? value.ms : undefined;
}

/** Negative, zero or positive; undefined where one is missing. */
export function compare(left: Value, right: Value): number | undefined {
  if (left === null || right === null) return undefined;
  const [one, other] = [numberOf(left), numberOf(right)];
  if (one !== undefined && other !== undefined) return one - other;
  const [text, otherText] = [textOf(left), textOf(right)];
  return text < otherText ? -1 : text > otherText ? 1 : 0;
}

/** True, false, or null where nobody knows. */
export function truthOf(value: Value): boolean | null {
  if (value === null || typeof value === "boolean") return value;
  return typeof value === "number" ? value !== 0 : textOf(value).toLowerCase() === "true";
}

/** As results have it. AWS: observed: times with milliseconds, fractions with up to four digits. */
export function textOf(value: Value): string {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "number")
    return Number.isInteger(value) ? String(value) : String(Math.round(value * 10_000) / 10_000);
  return value instanceof Moment ? timeText(value.ms) : JSON.stringify(value);
}

function timeText(ms: number): string {
  const time = new Date(ms);
  return Number.isNaN(time.getTime()) ? "" : time.toISOString().replace("T", " ").replace("Z", "");
}

const FIXED_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const WEEK_MS = 7 * FIXED_MS.d;
/** The first Monday after the epoch began. */
const MONDAY_MS = 4 * FIXED_MS.d;
const MONTHS = { mo: 1, q: 3, y: 12 } as const;

/** The beginning of the period in which a time is; or, `steps` periods later. */
export function floorTime(ms: number, { count, unit }: Period, steps = 0): number {
  if (unit === "w") {
    const lengthMs = count * WEEK_MS;
    return MONDAY_MS + (Math.floor((ms - MONDAY_MS) / lengthMs) + steps) * lengthMs;
  }
  if (unit === "mo" || unit === "q" || unit === "y") {
    const length = count * MONTHS[unit];
    const time = new Date(ms);
    const months = (time.getUTCFullYear() - 1970) * 12 + time.getUTCMonth();
    return Date.UTC(1970, (Math.floor(months / length) + steps) * length);
  }
  const lengthMs = count * FIXED_MS[unit];
  return (Math.floor(ms / lengthMs) + steps) * lengthMs;
}
