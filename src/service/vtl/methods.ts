// The methods of Java's strings, numbers, lists and maps that templates call. A table for each kind: what is not in it is not there.
// AWS: "Mapping template transformations for REST APIs in API Gateway"; Java SE 8: String, List, Map.

import { boundedText, matchesAll, replaceMatches, splitByPattern } from "./regular-expressions.ts";
import { VtlError } from "./syntax.ts";
import {
  areEqual,
  type Dictionary,
  HostObject,
  isNumber,
  type List,
  type Meter,
  positionOf,
  textOf,
  type Value,
} from "./values.ts";

type Parameters = readonly Value[];
type Methods<Kind> = ReadonlyMap<string, (self: Kind, parameters: Parameters, meter: Meter) => Value>;

const STRING: Methods<string> = new Map<string, (self: string, parameters: Parameters, meter: Meter) => Value>([
  ["length", (self) => BigInt(self.length)],
  ["size", (self) => BigInt(self.length)],
  ["isEmpty", (self) => self.length === 0],
  ["isBlank", (self) => self.trim() === ""],
  ["trim", (self) => self.trim()],
  ["strip", (self) => self.trim()],
  ["toUpperCase", (self) => self.toUpperCase()],
  ["toLowerCase", (self) => self.toLowerCase()],
  ["equalsIgnoreCase", (self, [other]) => typeof other === "string" && self.toLowerCase() === other.toLowerCase()],
  ["compareTo", (self, [other]) => compareTexts(self, textAt(other))],
  ["compareToIgnoreCase", (self, [other]) => compareTexts(self.toLowerCase(), textAt(other).toLowerCase())],
  ["contains", (self, [part]) => self.includes(textAt(part))],
  ["startsWith", (self, [part, from]) => self.startsWith(textAt(part), positionOf(from) ?? 0)],
  ["endsWith", (self, [part]) => self.endsWith(textAt(part))],
  ["indexOf", (self, [part, from]) => BigInt(self.indexOf(textAt(part), positionOf(from) ?? 0))],
  ["lastIndexOf", (self, [part, from]) => BigInt(self.lastIndexOf(textAt(part), positionOf(from) ?? Infinity))],
  ["charAt", (self, [at]) => partOf(self, positionOf(at), (positionOf(at) ?? 0) + 1)],
  ["substring", (self, [from, to]) => partOf(self, positionOf(from), to === undefined ? self.length : positionOf(to))],
  ["concat", (self, [other]) => boundedText(self + textAt(other))],
  ["repeat", (self, [times]) => repeat(self, positionOf(times) ?? 0)],
  ["replace", (self, [from, to]) => boundedText(replaceText(self, textAt(from), textAt(to)))],
  ["replaceAll", (self, [pattern, to]) => replaceMatches(self, textAt(pattern), textAt(to), true)],
  ["replaceFirst", (self, [pattern, to]) => replaceMatches(self, textAt(pattern), textAt(to), false)],
  ["matches", (self, [pattern]) => matchesAll(self, textAt(pattern))],
  ["split", (self, [pattern, limit]) => splitByPattern(self, textAt(pattern), positionOf(limit))],
  ["getBytes", (self) => [...Buffer.from(self)].map((byte) => BigInt((byte << 24) >> 24))],
]);

const LIST: Methods<List> = new Map<string, (self: List, parameters: Parameters, meter: Meter) => Value>([
  ["size", (self) => BigInt(self.length)],
  // AWS: "Variables for data transformations": $input.path('$.pets').count().
  ["count", (self) => BigInt(self.length)],
  ["isEmpty", (self) => self.length === 0],
  ["get", (self, [at]) => itemOf(self, positionOf(at))],
  ["add", addItem],
  ["addAll", (self, [others], meter) => addAll(self, others, meter)],
  ["set", (self, [at, item]) => setItem(self, positionOf(at), item ?? null)],
  ["remove", (self, [what], meter) => removeItem(self, what ?? null, meter)],
  ["clear", (self) => ((self.length = 0), null)],
  ["contains", (self, [item], meter) => self.some((each) => areEqual(each, item ?? null, meter))],
  [
    "containsAll",
    (self, [items], meter) => listOf(items).every((item) => self.some((each) => areEqual(each, item, meter))),
  ],
  ["indexOf", (self, [item], meter) => BigInt(self.findIndex((each) => areEqual(each, item ?? null, meter)))],
  ["lastIndexOf", (self, [item], meter) => BigInt(self.findLastIndex((each) => areEqual(each, item ?? null, meter)))],
  ["subList", (self, [from, to]) => self.slice(positionOf(from) ?? 0, positionOf(to) ?? self.length)],
  ["toArray", (self) => [...self]],
]);

const MAP: Methods<Dictionary> = new Map<string, (self: Dictionary, parameters: Parameters, meter: Meter) => Value>([
  ["size", (self) => BigInt(self.size)],
  ["count", (self) => BigInt(self.size)],
  ["isEmpty", (self) => self.size === 0],
  ["get", (self, [key], meter) => self.get(keyOf(key, meter)) ?? null],
  ["getOrDefault", (self, [key, other], meter) => self.get(keyOf(key, meter)) ?? other ?? null],
  ["put", (self, [key, value], meter) => put(self, keyOf(key, meter), value ?? null, meter)],
  [
    "putIfAbsent",
    (self, [key, value], meter) => self.get(keyOf(key, meter)) ?? put(self, keyOf(key, meter), value ?? null, meter),
  ],
  ["putAll", (self, [others], meter) => putAll(self, others, meter)],
  ["remove", (self, [key], meter) => removeKey(self, keyOf(key, meter))],
  ["clear", (self) => (self.clear(), null)],
  ["containsKey", (self, [key], meter) => self.has(keyOf(key, meter))],
  ["containsValue", (self, [value], meter) => [...self.values()].some((each) => areEqual(each, value ?? null, meter))],
  ["keySet", (self) => [...self.keys()]],
  ["values", (self) => [...self.values()]],
  ["entrySet", (self) => [...self].map(([key, value]) => entryOf(self, key, value))],
]);

const NUMBER: Methods<bigint | number> = new Map<
  string,
  (self: bigint | number, parameters: Parameters, meter: Meter) => Value
>([
  ["intValue", toInteger],
  ["longValue", toInteger],
  ["doubleValue", (self) => Number(self)],
  ["floatValue", (self) => Number(self)],
  ["compareTo", (self, [other]) => (isNumber(other ?? null) ? BigInt(Math.sign(Number(self) - Number(other))) : null)],
  // Velocity's templates call the static methods of Integer on any integer.
  ["parseInt", (_self, [text]) => parseInteger(textAt(text))],
  ["valueOf", (_self, [text]) => parseInteger(textAt(text))],
]);

/** Calls a method; undefined where the value has none of that name. */
export function callMethod(self: Value, name: string, parameters: Parameters, meter: Meter): Value | undefined {
  meter.step();
  if (self === null) return undefined;
  if (self instanceof HostObject) return self.methods.get(name)?.(parameters);
  if (name === "toString" && parameters.length === 0) return textOf(self, meter);
  if (name === "equals") return parameters.length === 1 && areStrictlyEqual(self, parameters[0] ?? null, meter);
  if (name === "hashCode") return undefined;
  if (typeof self === "string") return STRING.get(name)?.(self, parameters, meter);
  if (Array.isArray(self)) return LIST.get(name)?.(self, parameters, meter);
  if (self instanceof Map) return MAP.get(name)?.(self, parameters, meter);
  return isNumber(self) ? NUMBER.get(name)?.(self, parameters, meter) : undefined;
}

/** A property: a map's entry, or the getter that Velocity looks for; undefined where there is none. */
export function propertyOf(self: Value, name: string, meter: Meter): Value | undefined {
  meter.step();
  if (self instanceof Map) return self.get(name);
  if (self instanceof HostObject) return self.properties.get(name)?.();
  // AWS: Velocity: $list.empty is $list.isEmpty().
  if (name === "empty" && (typeof self === "string" || Array.isArray(self))) return self.length === 0;
  if (name === "bytes" && typeof self === "string") return callMethod(self, "getBytes", [], meter);
  return undefined;
}

function areStrictlyEqual(self: Value, other: Value, meter: Meter): boolean {
  return typeof self === typeof other && areEqual(self, other, meter);
}

function textAt(value: Value | undefined): string {
  if (typeof value === "string") return value;
  if (typeof value === "bigint" || typeof value === "number" || typeof value === "boolean") return String(value);
  throw new VtlError("A method needs a string");
}

function compareTexts(one: string, other: string): bigint {
  return one === other ? 0n : one < other ? -1n : 1n;
}

function partOf(text: string, from: number | undefined, to: number | undefined): string {
  if (from === undefined || to === undefined || from < 0 || to > text.length || from > to)
    throw new VtlError(`String index out of range: ${from ?? ""}`);
  return text.slice(from, to);
}

function repeat(text: string, times: number): string {
  if (times < 0 || text.length * times > 10 * 1024 * 1024) throw new VtlError("A text is too long");
  return text.repeat(times);
}

function replaceText(text: string, from: string, to: string): string {
  const parts = text.split(from);
  if (text.length + (parts.length - 1) * to.length > 20 * 1024 * 1024) throw new VtlError("A text is too long");
  return parts.join(to);
}

function itemOf(list: List, at: number | undefined): Value {
  const item = at === undefined ? undefined : list[at];
  if (item === undefined) throw new VtlError(`Index ${at ?? ""} out of bounds for length ${list.length}`);
  return item;
}

function addItem(list: List, parameters: Parameters, meter: Meter): Value {
  meter.step();
  const [first, second] = parameters;
  if (parameters.length < 2) {
    list.push(first ?? null);
    return true;
  }
  const at = positionOf(first);
  if (at === undefined || at < 0 || at > list.length) throw new VtlError(`Index ${at ?? ""} out of bounds`);
  meter.step(list.length - at);
  list.splice(at, 0, second ?? null);
  return null;
}

function addAll(list: List, others: Value | undefined, meter: Meter): Value {
  const more = listOf(others);
  meter.step(more.length);
  // Not with spread arguments: there may be more than a call takes.
  for (const item of [...more]) list.push(item);
  return more.length > 0;
}

function setItem(list: List, at: number | undefined, item: Value): Value {
  const before = itemOf(list, at);
  list[at ?? 0] = item;
  return before;
}

/** By position where an integer is given, as Java's remove(int). */
function removeItem(list: List, what: Value, meter: Meter): Value {
  meter.step(list.length);
  if (typeof what === "bigint") {
    const before = itemOf(list, Number(what));
    list.splice(Number(what), 1);
    return before;
  }
  const at = list.findIndex((item) => areEqual(item, what, meter));
  if (at >= 0) list.splice(at, 1);
  return at >= 0;
}

function listOf(value: Value | undefined): List {
  if (Array.isArray(value)) return value;
  throw new VtlError("A method needs a list");
}

function keyOf(value: Value | undefined, meter: Meter): string {
  return textOf(value ?? null, meter);
}

function put(map: Dictionary, key: string, value: Value, meter: Meter): Value {
  meter.step();
  const before = map.get(key) ?? null;
  map.set(key, value);
  return before;
}

function putAll(map: Dictionary, others: Value | undefined, meter: Meter): Value {
  if (!(others instanceof Map)) throw new VtlError("putAll needs a map");
  meter.step(others.size);
  for (const [key, value] of [...others]) map.set(key, value);
  return null;
}

function removeKey(map: Dictionary, key: string): Value {
  const before = map.get(key) ?? null;
  map.delete(key);
  return before;
}

/** $entry.key, $entry.value, $entry.getKey(), $entry.getValue(). */
function entryOf(map: Dictionary, key: string, value: Value): HostObject {
  return new HostObject({
    properties: { key: () => key, value: () => value },
    methods: {
      getKey: () => key,
      getValue: () => value,
      setValue: ([next]) => (map.set(key, next ?? null), value),
    },
  });
}

function toInteger(value: bigint | number): Value {
  return typeof value === "bigint" ? value : Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n;
}

function parseInteger(text: string): Value {
  if (!/^[+-]?\d{1,19}$/.test(text)) throw new VtlError(`For input string: "${text.slice(0, 100)}"`);
  return BigInt(text);
}
