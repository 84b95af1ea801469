// API Gateway's updates: JSON patches over the paths that a resource lets change. A table of rules says which operations each path
// takes and what they do; everything else is refused in AWS's words, of which there are two kinds.

import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import type { AwsError } from "../../../kernel/errors.ts";
import { badRequest, notFound } from "../errors.ts";

/** One operation on a path that takes it. */
export interface Change {
  readonly op: string;
  readonly path: string;
  readonly value: string | undefined;
  readonly from: string | undefined;
  /** What stood at the path's variables, unescaped. */
  readonly args: readonly string[];
}

export interface PatchRule<T> {
  /** "/variables/{name}": braces stand for any text. */
  readonly path: string;
  readonly ops: readonly string[];
  apply(record: T, change: Change): T;
}

/** How a resource words what it does not take. */
export interface Wording<T> {
  /** No rule has this path. */
  unknownPath(change: Change, rules: readonly PatchRule<T>[]): AwsError;
  /** The path is there, and does not take this operation. */
  unknownOp(change: Change, rule: PatchRule<T>, rules: readonly PatchRule<T>[]): AwsError;
}

/** AWS: recorded for resources, models, validators and documentation parts; with two blanks. */
const LISTED: Wording<never> = {
  unknownPath: (change, rules) => listed(change, rules),
  unknownOp: (change, _rule, rules) => listed(change, rules),
};

function listed({ op, path }: Change, rules: readonly PatchRule<never>[]): AwsError {
  const paths = rules.filter(({ ops }) => ops.includes(op)).map((rule) => rule.path);
  const hint = paths.length === 0 ? "Please choose supported operations" : `Must be one of: [${paths.join(", ")}]`;
  return badRequest(`Invalid patch path  '${path}' specified for op '${op}'. ${hint}`);
}

/** AWS: recorded for APIs, methods and method responses. */
export const PLAIN: Wording<never> = {
  unknownPath: ({ path }) => badRequest(`Invalid patch path ${path}`),
  unknownOp: (_change, { ops }) => badRequest(`Invalid patch operation specified. Must be one of: [${ops.join(", ")}]`),
};

/** The record after all operations, in their order. */
export function patched<T>(
  record: T,
  operations: readonly PatchOperation[] | undefined,
  rules: readonly PatchRule<T>[],
  wording: Wording<never> = LISTED,
): T {
  return (operations ?? []).reduce((before, { op = "replace", path, value, from }) => {
    const change: Change = { op, path: path ?? "null", value: value ?? undefined, from: from ?? undefined, args: [] };
    const fitting = rules.flatMap((rule) => {
      const args = argumentsOf(rule.path, change.path);
      return args === undefined ? [] : [{ rule, args }];
    });
    const [first] = fitting;
    if (first === undefined) throw wording.unknownPath(change, rules as readonly PatchRule<never>[]);
    const taken = fitting.find(({ rule }) => rule.ops.includes(op));
    if (taken === undefined)
      throw wording.unknownOp(change, first.rule as PatchRule<never>, rules as readonly PatchRule<never>[]);
    return taken.rule.apply(before, { ...change, args: taken.args });
  }, record);
}

function argumentsOf(pattern: string, path: string): readonly string[] | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const args: string[] = [];
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? "";
    if (/^\{.*\}$/.test(part)) args.push(unescapePointer(text));
    else if (part !== text) return undefined;
  }
  return args;
}

/** A JSON pointer's part as it is meant. */
function unescapePointer(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}

// ---- rules for members of the usual kinds ----

const REPLACE = ["replace"] as const;

/** A text member; an empty or missing value takes it away where `isOptional`. */
export function text<T, K extends keyof T & string>(
  key: K,
  options: { readonly ops?: readonly string[]; readonly parse?: (value: string) => T[K] } = {},
): PatchRule<T> {
  const { ops = REPLACE, parse } = options;
  return {
    path: `/${key}`,
    ops,
    apply: (record, { op, value }) => {
      if (op === "remove") return { ...record, [key]: undefined };
      const given = value ?? "";
      return { ...record, [key]: parse === undefined ? given : parse(given) };
    },
  };
}

/** AWS: recorded: what is not "true" is false. */
export function parseFlag(value: string | undefined): boolean {
  return value?.toLowerCase() === "true";
}

/** A flag. */
export function flag<T, K extends keyof T & string>(key: K, ops: readonly string[] = REPLACE): PatchRule<T> {
  return { path: `/${key}`, ops, apply: (record, { value }) => ({ ...record, [key]: parseFlag(value) }) };
}

/** A number, or AWS's error for what is none. */
export function parseNumber(value: string | undefined, path: string): number {
  const parsed = Number(value);
  if (value === undefined || value === "" || Number.isNaN(parsed))
    throw badRequest(`Invalid value specified for ${path}: ${value ?? "null"}`);
  return parsed;
}

/** An entry of a map: add and replace set it, remove takes it away. */
export function entry<T, K extends keyof T & string, V>(
  key: K,
  options: {
    readonly ops?: readonly string[];
    readonly parse: (value: string | undefined, name: string) => V;
    /** The error for an entry that is to be changed or removed and is not there; none where AWS lets it pass. */
    readonly missing?: string;
  },
): PatchRule<T> {
  const { ops = ["add", "replace", "remove"], parse, missing } = options;
  return {
    path: `/${key}/{name}`,
    ops,
    apply: (record, { op, value, args: [name = ""] }) => {
      const { [name]: present, ...others } = (record[key] ?? {}) as Record<string, V>;
      if (present === undefined && op !== "add" && missing !== undefined) throw notFound(missing);
      if (op !== "remove") return { ...record, [key]: { ...others, [name]: parse(value, name) } };
      return { ...record, [key]: Object.keys(others).length === 0 ? undefined : others };
    },
  };
}

/** AWS: recorded. */
export const NO_PARAMETER = "Invalid parameter name specified";
/** AWS: recorded. */
export const NO_CONTENT_TYPE = "Content-Type specified was not found";

/** The text, also where there is none. */
export function asText(value: string | undefined): string {
  return value ?? "";
}

/**
 * A list whose items are named by the path ("/binaryMediaTypes/image~1png") or, for additions, by the value. AWS: recorded for
 * APIs: what is replaced goes, and the value comes to the end.
 */
export function items<T, K extends keyof T & string>(key: K): readonly PatchRule<T>[] {
  const list = (record: T): readonly string[] => (record[key] ?? []) as unknown as readonly string[];
  return [
    {
      path: `/${key}/{item}`,
      ops: ["add", "replace", "remove"],
      apply: (record, { op, value, args: [item = ""] }) => {
        const others = list(record).filter((present) => present !== item);
        const added = op === "add" ? [item] : op === "replace" ? [value ?? ""] : [];
        return { ...record, [key]: [...others, ...added] };
      },
    },
  ];
}

/** A list whose items are named by the value: "/providerARNs" with add and remove. */
export function valueItems<T, K extends keyof T & string>(
  key: K,
  parse: (value: string) => string = (value) => value,
): PatchRule<T> {
  return {
    path: `/${key}`,
    ops: ["add", "remove"],
    apply: (record, { op, value = "" }) => {
      const others = ((record[key] ?? []) as unknown as readonly string[]).filter((present) => present !== value);
      return { ...record, [key]: op === "add" ? [...others, parse(value)] : others };
    },
  };
}
