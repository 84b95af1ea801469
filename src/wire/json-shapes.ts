// JSON values <-> typed values, compiled once per shape. A shape that JSON already expresses (no timestamp, no blob, no
// renamed member) is checked but not copied on the way in, and not touched on the way out: this is the hot path.

import type { Member, Shape, StructureShape } from "../model/model.ts";
import { serializationError } from "./wire-errors.ts";
import {
  dateOfSeconds,
  decodeBase64,
  encodeBase64,
  formatTimestamp,
  parseTimestamp,
  type TimestampFormat,
} from "./text-values.ts";

/** Checks a parsed JSON value and gives the typed one; may change the value in place. Throws SerializationException. */
export type JsonDecoder = (value: unknown) => unknown;
/** The value that JSON.stringify turns into the wire form; gives back what it got where nothing changes. */
export type JsonEncoder = (value: unknown) => unknown;

export interface JsonShapes {
  decoder(shape: Shape): JsonDecoder;
  encoder(shape: Shape, member?: Member): JsonEncoder;
  /** The decoder of a structure's members that `includes` accepts: those in the body of an HTTP binding. */
  bodyDecoder(shape: StructureShape, includes: (member: Member) => boolean): JsonDecoder;
  bodyEncoder(shape: StructureShape, includes: (member: Member) => boolean): JsonEncoder;
}

const identity = (value: unknown): unknown => value;

/** Codecs for JSON in which members have their own names, or (restJson1) those of the trait jsonName. */
export function createJsonShapes(options: { honoursJsonName: boolean }): JsonShapes {
  const decoders = new Map<Shape, JsonDecoder>();
  const encoders = new Map<Shape, JsonEncoder>();
  const plainShapes = new Map<Shape, boolean>();

  const wireName = (member: Member): string =>
    (options.honoursJsonName ? member.traits.jsonName : undefined) ?? member.name;

  /** Compiles once; a shape that contains itself meets a forwarder while it is being compiled. */
  function once<F extends (value: unknown) => unknown>(cache: Map<Shape, F>, shape: Shape, compile: () => F): F {
    const known = cache.get(shape);
    if (known !== undefined) return known;
    cache.set(shape, ((value: unknown) => (cache.get(shape) as F)(value)) as F);
    const compiled = compile();
    cache.set(shape, compiled);
    return compiled;
  }

  function decoder(shape: Shape): JsonDecoder {
    switch (shape.kind) {
      case "string":
        return decodeString;
      case "boolean":
        return decodeBoolean;
      case "number":
      case "bigInteger":
      case "bigDecimal":
        return decodeNumber;
      case "blob":
        return decodeBlob;
      case "timestamp":
        return decodeTimestamp;
      case "document":
        return identity;
      case "list":
        return once(decoders, shape, () => listDecoder(decoder(shape.member.shape)));
      case "map":
        return once(decoders, shape, () => mapDecoder(decoder(shape.value.shape)));
      default:
        return once(decoders, shape, () => bodyDecoder(shape, () => true));
    }
  }

  function bodyDecoder(shape: StructureShape, includes: (member: Member) => boolean): JsonDecoder {
    const members = new Map<string, { readonly name: string; readonly decode: JsonDecoder }>();
    let isRenaming = false;
    for (const member of shape.members.values()) {
      if (!includes(member)) continue;
      const name = wireName(member);
      isRenaming ||= name !== member.name;
      members.set(name, { name: member.name, decode: decoder(member.shape) });
    }
    return isRenaming ? renamingStructureDecoder(members) : structureDecoder(members);
  }

  function encoder(shape: Shape, member?: Member): JsonEncoder {
    if (shape.kind === "timestamp")
      return timestampEncoder(member?.traits.timestampFormat ?? shape.traits.timestampFormat);
    if (shape.kind === "blob") return encodeBlob;
    if (isPlain(shape)) return identity;
    if (shape.kind === "list")
      return once(encoders, shape, () => listEncoder(encoder(shape.member.shape, shape.member)));
    if (shape.kind === "map") return once(encoders, shape, () => mapEncoder(encoder(shape.value.shape, shape.value)));
    if ("members" in shape) return once(encoders, shape, () => bodyEncoder(shape, () => true));
    return identity;
  }

  function bodyEncoder(shape: StructureShape, includes: (member: Member) => boolean): JsonEncoder {
    const members = new Map<string, { readonly name: string; readonly encode: JsonEncoder }>();
    for (const member of shape.members.values())
      if (includes(member)) members.set(member.name, { name: wireName(member), encode: encoder(member.shape, member) });
    return structureEncoder(members);
  }

  /** Whether JSON expresses the shape and all that it can contain as it is. */
  function isPlain(shape: Shape): boolean {
    let plain = plainShapes.get(shape);
    if (plain === undefined) plainShapes.set(shape, (plain = reachesOnlyPlain(shape, new Set())));
    return plain;
  }

  function reachesOnlyPlain(shape: Shape, seen: Set<Shape>): boolean {
    if (seen.has(shape)) return true;
    seen.add(shape);
    if (shape.kind === "timestamp" || shape.kind === "blob") return false;
    if (shape.kind === "list") return reachesOnlyPlain(shape.member.shape, seen);
    if (shape.kind === "map") return reachesOnlyPlain(shape.value.shape, seen);
    if (!("members" in shape)) return true;
    for (const member of shape.members.values())
      if (wireName(member) !== member.name || !reachesOnlyPlain(member.shape, seen)) return false;
    return true;
  }

  return { decoder, encoder, bodyDecoder, bodyEncoder };
}

// ---- decoding ----

/**
 * AWS: Coral services word the wrong type this way, for example DynamoDB "NUMBER_VALUE cannot be converted to String"
 * and "Start of structure or map found where not expected." (inferred: the same texts for every service).
 */
function wrongType(value: unknown, expected: string): never {
  if (Array.isArray(value)) throw serializationError("Start of list found where not expected");
  if (typeof value === "object" && value !== null)
    throw serializationError("Start of structure or map found where not expected");
  if (expected === "List" || expected === "Structure" || expected === "Map")
    throw serializationError("Unexpected field type");
  throw serializationError(`${tokenOf(value)} cannot be converted to ${expected}`);
}

function tokenOf(value: unknown): string {
  if (typeof value === "string") return "STRING_VALUE";
  if (typeof value === "number") return Number.isInteger(value) ? "NUMBER_VALUE" : "DECIMAL_VALUE";
  if (typeof value === "boolean") return value ? "TRUE_VALUE" : "FALSE_VALUE";
  return "NULL_VALUE";
}

const decodeString: JsonDecoder = (value) => (typeof value === "string" ? value : wrongType(value, "String"));
const decodeBoolean: JsonDecoder = (value) => (typeof value === "boolean" ? value : wrongType(value, "Boolean"));

const SPECIAL_NUMBERS: ReadonlyMap<unknown, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);

const decodeNumber: JsonDecoder = (value) =>
  typeof value === "number" ? value : (SPECIAL_NUMBERS.get(value) ?? wrongType(value, "Number"));

const decodeBlob: JsonDecoder = (value) => (typeof value === "string" ? decodeBase64(value) : wrongType(value, "Blob"));

const decodeTimestamp: JsonDecoder = (value) => {
  const date =
    typeof value === "number" ? dateOfSeconds(value) : typeof value === "string" ? parseTimestamp(value) : undefined;
  return date ?? wrongType(value, "Timestamp");
};

function structureDecoder(members: ReadonlyMap<string, { readonly decode: JsonDecoder }>): JsonDecoder {
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return wrongType(value, "Structure");
    const structure = value as Record<string, unknown>;
    for (const name in structure) {
      const given = structure[name];
      const member = members.get(name);
      // Members that the model does not know are ignored, and null is the same as absent.
      if (member === undefined || given === null) {
        delete structure[name];
        continue;
      }
      const decoded = member.decode(given);
      if (decoded !== given) structure[name] = decoded;
    }
    return structure;
  };
}

function renamingStructureDecoder(
  members: ReadonlyMap<string, { readonly name: string; readonly decode: JsonDecoder }>,
): JsonDecoder {
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return wrongType(value, "Structure");
    const structure: Record<string, unknown> = {};
    for (const [name, given] of Object.entries(value)) {
      const member = members.get(name);
      if (member !== undefined && given !== null) structure[member.name] = member.decode(given);
    }
    return structure;
  };
}

function listDecoder(decode: JsonDecoder): JsonDecoder {
  return (value) => {
    if (!Array.isArray(value)) return wrongType(value, "List");
    for (let position = 0; position < value.length; position += 1) {
      const given: unknown = value[position];
      if (given === null) throw serializationError("NULL_VALUE found in a list where not expected");
      const decoded = decode(given);
      if (decoded !== given) value[position] = decoded;
    }
    return value;
  };
}

function mapDecoder(decode: JsonDecoder): JsonDecoder {
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return wrongType(value, "Map");
    const map = value as Record<string, unknown>;
    for (const key in map) {
      const given = map[key];
      if (given === null) {
        delete map[key];
        continue;
      }
      const decoded = decode(given);
      if (decoded !== given) map[key] = decoded;
    }
    return map;
  };
}

// ---- encoding ----

const encodeBlob: JsonEncoder = (value) => encodeBase64(value);

function timestampEncoder(format: TimestampFormat | undefined): JsonEncoder {
  return (value) => {
    if (!(value instanceof Date)) return value;
    return format === undefined || format === "epoch-seconds" ? value.getTime() / 1000 : formatTimestamp(value, format);
  };
}

// What does not change is not copied: of a page of items, only the binary values and what contains them are made anew.

function structureEncoder(
  members: ReadonlyMap<string, { readonly name: string; readonly encode: JsonEncoder }>,
): JsonEncoder {
  return (value) => {
    const structure = value as Record<string, unknown>;
    let copy: Record<string, unknown> | undefined;
    for (const name in structure) {
      const given = structure[name];
      // JSON.stringify leaves it out.
      if (given === undefined) continue;
      const member = given === null ? undefined : members.get(name);
      const encoded = member?.encode(given);
      if (copy === undefined && member?.name === name && encoded === given) continue;
      copy ??= copyBefore(structure, name);
      if (member !== undefined) copy[member.name] = encoded;
    }
    return copy ?? structure;
  };
}

function listEncoder(encode: JsonEncoder): JsonEncoder {
  return (value) => {
    const list = value as unknown[];
    let copy: unknown[] | undefined;
    for (let position = 0; position < list.length; position += 1) {
      const given = list[position];
      const encoded = given === null ? null : encode(given);
      if (copy === undefined && encoded === given) continue;
      copy ??= list.slice(0, position);
      copy.push(encoded);
    }
    return copy ?? list;
  };
}

function mapEncoder(encode: JsonEncoder): JsonEncoder {
  return (value) => {
    const map = value as Record<string, unknown>;
    let copy: Record<string, unknown> | undefined;
    for (const key in map) {
      const given = map[key];
      if (given === undefined) continue;
      const encoded = given === null ? null : encode(given);
      if (copy === undefined && encoded === given) continue;
      copy ??= copyBefore(map, key);
      setProperty(copy, key, encoded);
    }
    return copy ?? map;
  };
}

/** A new object with the properties that come before `end`. */
function copyBefore(source: Readonly<Record<string, unknown>>, end: string): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const name in source) {
    if (name === end) return copy;
    setProperty(copy, name, source[name]);
  }
  return copy;
}

/** Sets a property whatever it is called: "__proto__" is only a key. */
function setProperty(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === "__proto__")
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  else object[name] = value;
}
