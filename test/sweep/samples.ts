// Values for the wire sweep: derived from a shape alone, the same in every run, with the texts and edges that break
// codecs. Every member is given, down to a depth; a shape that contains itself is given once more inside itself.

import type { Member, Shape, StructureShape } from "../../src/model/model.ts";

/** Where a value travels: headers and labels cannot carry every text. */
type Place = "body" | "header" | "label" | "query";

export interface SampleOptions {
  /** Different seeds give different values, lengths and union members. */
  readonly seed: number;
  /** Values for members by "Shape.member", where the SDK or a protocol needs a certain form. */
  readonly fixed: Readonly<Record<string, unknown>>;
}

const BODY_TEXTS = [
  "plain",
  "Ünïcödé ✓ 日本語 🚀",
  `a&b<c>"d'e`,
  "two words + 100% /slash?query=1&x#y",
  " space around ",
  "line\nbreak\ttab",
  "0",
  "true",
  "null",
  "a.member.1=b",
  "",
];
const HEADER_TEXTS = ["plain", "a b;c=d", "x/y&z<w>", "0"];
const LABEL_TEXTS = ["plain", "a b+c", "arn:aws:sqs:us-east-1:000000000000:q/1", "ünï%25", "a=b&c"];
const NUMBERS = [0, 1, 42, 7, 1_234_567_890];
/** Whole seconds where the format has no more. */
const TIMES_MS = [1_700_000_000_000, 0, 1_234_567_890_000];
const FINE_TIMES_MS = [1_700_000_000_123, ...TIMES_MS];
const MAXIMUM_DEPTH = 6;

/** A structure with all its members. */
export function sampleStructure(shape: StructureShape, options: SampleOptions): Record<string, unknown> {
  let counter = options.seed;
  const pick = <T>(values: readonly T[]): T => values[(counter += 1) % values.length] as T;

  function structure(of: StructureShape, path: readonly Shape[]): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    const members = [...of.members.values()];
    const chosen = of.kind === "union" ? members.slice(...unionSlice(members.length)) : members;
    for (const member of chosen) {
      const key = `${of.name}.${member.name}`;
      const fixed = key in options.fixed ? options.fixed[key] : options.fixed[`*.${member.name}`];
      const given = fixed === undefined ? sample(member, [...path, of], placeOf(member)) : fixed;
      if (given !== undefined && fixed !== null) value[member.name] = given;
    }
    return value;
  }

  function unionSlice(count: number): [number, number] {
    const at = (counter += 1) % Math.max(count, 1);
    return [at, at + 1];
  }

  function sample(member: Member, path: readonly Shape[], place: Place): unknown {
    const { shape } = member;
    switch (shape.kind) {
      case "string":
        return text(place, member.traits.idempotencyToken === true);
      case "number":
      case "bigInteger":
      case "bigDecimal":
        return pick(NUMBERS);
      case "boolean":
        return pick([true, false]);
      case "timestamp":
        return new Date(pick(isCoarse(member, place) ? TIMES_MS : FINE_TIMES_MS));
      case "blob":
        return new Uint8Array(pick([[0, 255, 128, 10], [1], [60, 38, 62]]));
      case "document":
        return { list: [1, "two", { three: true }], text: "é" };
      case "list":
        return list(shape.member, path, place);
      case "map":
        return map(shape.value, path, place);
      default: {
        if (shape.kind === "union" && shape.traits.streaming === true) return events(shape, path);
        const depth = path.filter((ancestor) => ancestor === shape).length;
        if (depth > 1 || path.length > MAXIMUM_DEPTH) return undefined;
        const value = structure(shape, path);
        // A union without a member means nothing.
        return shape.kind === "union" && Object.keys(value).length === 0 ? undefined : value;
      }
    }
  }

  /** One event of each kind that is not an error: those end a stream. */
  function events(union: StructureShape, path: readonly Shape[]): unknown[] {
    return [...union.members.values()]
      .filter((event) => (event.shape as StructureShape).error === undefined)
      .map((event) => ({ [event.name]: sample(event, path, "body") }));
  }

  function list(member: Member, path: readonly Shape[], place: Place): unknown[] | undefined {
    const elements = [0, 1].map(() => sample(member, path, place)).filter((element) => element !== undefined);
    // An empty list is an edge that protocols treat differently; elements that are too deep leave none.
    if (elements.length === 0) return undefined;
    return pick([elements, elements.slice(0, 1), place === "body" ? [] : elements, elements]);
  }

  function map(value: Member, path: readonly Shape[], place: Place): Record<string, unknown> | undefined {
    const keys = place === "body" ? ["key", "k 2&<é>"] : ["one", "two"];
    const entries = keys
      .map((key) => [key, sample(value, path, place)] as const)
      .filter(([, given]) => given !== undefined);
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  }

  function text(place: Place, isToken: boolean): string {
    if (isToken) return "11111111-2222-4333-8444-555555555555";
    if (place === "label") return pick(LABEL_TEXTS);
    return pick(place === "header" ? HEADER_TEXTS : BODY_TEXTS);
  }

  return structure(shape, []);
}

function placeOf({ traits }: Member): Place {
  if (traits.httpLabel === true) return "label";
  if (traits.httpHeader !== undefined || traits.httpPrefixHeaders !== undefined) return "header";
  return traits.httpQuery !== undefined || traits.httpQueryParams === true ? "query" : "body";
}

function isCoarse({ traits }: Member, place: Place): boolean {
  return traits.timestampFormat === "http-date" || place === "header";
}

/**
 * Values in one comparable form: blobs as hexadecimal text, dates as ISO text, members in order of name and none
 * undefined.
 */
export function comparable(value: unknown): unknown {
  if (value === undefined || value === null) return value;
  if (value instanceof Uint8Array) return `bytes:${Buffer.from(value).toString("hex")}`;
  if (value instanceof Date) return `date:${value.toISOString()}`;
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, given]) => given !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, given]) => [name, comparable(given)]),
  );
}
