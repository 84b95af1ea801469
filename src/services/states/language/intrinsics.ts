// Calls of intrinsic functions: "States.Format('Hello, {}', $.name)". Pure.
// AWS: developer guide, "Intrinsic functions for JSONPath states in Step Functions".

import { parsePath, type Path } from "./paths.ts";

/** A call that is well formed: the function exists, and it has as many arguments as it takes. */
export interface IntrinsicCall {
  /** "States.Format" */
  readonly name: string;
  readonly arguments: readonly IntrinsicArgument[];
}

export type IntrinsicArgument =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "path"; readonly path: Path }
  | { readonly kind: "call"; readonly call: IntrinsicCall };

const ANY = Number.MAX_SAFE_INTEGER;

/** How many arguments each takes. */
const FUNCTIONS: ReadonlyMap<string, readonly [fewest: number, most: number]> = new Map([
  ["States.Array", [0, ANY]],
  ["States.ArrayContains", [2, 2]],
  ["States.ArrayGetItem", [2, 2]],
  ["States.ArrayLength", [1, 1]],
  ["States.ArrayPartition", [2, 2]],
  ["States.ArrayRange", [3, 3]],
  ["States.ArrayUnique", [1, 1]],
  ["States.Base64Decode", [1, 1]],
  ["States.Base64Encode", [1, 1]],
  ["States.Format", [1, ANY]],
  ["States.Hash", [2, 2]],
  ["States.JsonMerge", [3, 3]],
  ["States.JsonToString", [1, 1]],
  ["States.MathAdd", [2, 2]],
  ["States.MathRandom", [2, 3]],
  ["States.StringSplit", [2, 2]],
  ["States.StringToJson", [1, 1]],
  ["States.UUID", [0, 0]],
]);

// LIMIT: AWS: "You can nest up to 10 intrinsic functions within a field in your workflows."
const DEEPEST = 10;

/** Parses a call; undefined if the text is none, or names a function that there is not. */
export function parseIntrinsic(text: string): IntrinsicCall | undefined {
  const parsed = parseCall(text, 1);
  return parsed?.rest.trim() === "" ? parsed.call : undefined;
}

/** The paths that a call reads. */
export function* pathsOf(call: IntrinsicCall): Generator<Path> {
  for (const argument of call.arguments) {
    if (argument.kind === "path") yield argument.path;
    if (argument.kind === "call") yield* pathsOf(argument.call);
  }
}

interface Parsed<T> {
  readonly value: T;
  readonly rest: string;
}

function parseCall(text: string, depth: number): { readonly call: IntrinsicCall; readonly rest: string } | undefined {
  if (depth > DEEPEST) return undefined;
  const [head, name] = /^\s*(States\.[A-Za-z0-9]+)\s*\(/.exec(text) ?? [];
  const bounds = name === undefined ? undefined : FUNCTIONS.get(name);
  if (head === undefined || name === undefined || bounds === undefined) return undefined;
  const parsed = parseArguments(text.slice(head.length), depth);
  if (parsed === undefined) return undefined;
  const { length } = parsed.value;
  if (length < bounds[0] || length > bounds[1]) return undefined;
  const call: IntrinsicCall = { name, arguments: parsed.value };
  return name === "States.Format" && !fillsItsPlaces(call) ? undefined : { call, rest: parsed.rest };
}

/** What stands behind the opening parenthesis, up to the closing one. */
function parseArguments(text: string, depth: number): Parsed<IntrinsicArgument[]> | undefined {
  const found: IntrinsicArgument[] = [];
  let rest = text.trimStart();
  if (rest.startsWith(")")) return { value: found, rest: rest.slice(1) };
  for (;;) {
    const argument = parseArgument(rest, depth);
    if (argument === undefined) return undefined;
    found.push(argument.value);
    rest = argument.rest.trimStart();
    if (rest.startsWith(")")) return { value: found, rest: rest.slice(1) };
    if (!rest.startsWith(",")) return undefined;
    rest = rest.slice(1).trimStart();
  }
}

function parseArgument(text: string, depth: number): Parsed<IntrinsicArgument> | undefined {
  if (text.startsWith("'")) return parseString(text);
  if (text.startsWith("$")) {
    const end = endOfPath(text);
    const path = parsePath(text.slice(0, end).trimEnd());
    return path === undefined ? undefined : { value: { kind: "path", path }, rest: text.slice(end) };
  }
  if (text.startsWith("States.")) {
    const parsed = parseCall(text, depth + 1);
    return parsed === undefined ? undefined : { value: { kind: "call", call: parsed.call }, rest: parsed.rest };
  }
  const [word] = /^(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?=[\s,)])/.exec(text) ?? [];
  if (word === undefined) return undefined;
  return {
    value: { kind: "literal", value: JSON.parse(word) as number | boolean | null },
    rest: text.slice(word.length),
  };
}

/** AWS: "Escaping characters": a backslash stands before quotes, braces and backslashes. */
function parseString(text: string): Parsed<IntrinsicArgument> | undefined {
  const [quoted] = /^'(?:[^'\\]|\\.)*'/s.exec(text) ?? [];
  if (quoted === undefined) return undefined;
  return { value: { kind: "literal", value: quoted.slice(1, -1) }, rest: text.slice(quoted.length) };
}

/** Where a path ends that is an argument: at a comma or parenthesis outside of its brackets. */
function endOfPath(text: string): number {
  let depth = 0;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (depth > 0 && (character === "'" || character === '"')) quote = character;
    else if (character === "[") depth++;
    else if (character === "]") depth--;
    else if (depth === 0 && (character === "," || character === ")")) return at;
  }
  return text.length;
}

/** AWS: "States.Format": there are as many values as places in the template, if that stands in the call. */
function fillsItsPlaces({ arguments: [template, ...values] }: IntrinsicCall): boolean {
  if (template?.kind !== "literal") return template !== undefined;
  if (typeof template.value !== "string") return false;
  const places = template.value.replaceAll(/\\./gs, "").split("{}").length - 1;
  return places === values.length;
}
