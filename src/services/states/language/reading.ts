// Reads one object of a definition, field by field; what a field should not be is found and left out. Pure.

import type { Findings } from "./findings.ts";
import type { CheckExpression, StatesFields } from "./jsonata.ts";
import type { MachineType, QueryLanguage } from "./machine.ts";

/** What all parts of one definition are read with. */
export interface Reading {
  readonly findings: Findings;
  /** Of the whole machine. */
  readonly queryLanguage: QueryLanguage;
  readonly machineType: MachineType;
  readonly checkExpression: CheckExpression;
  /** Told of each variable that a state reads. */
  readonly reads: (stateName: string, variable: string) => void;
}

/** One state's reading. */
export interface StateReading extends Reading {
  readonly stateName: string;
  /** Of this state. */
  readonly language: QueryLanguage;
}

/** An object of the definition, and where it is. */
export interface Fields {
  readonly at: string;
  readonly names: readonly string[];
  has(name: string): boolean;
  raw(name: string): unknown;
  /** "/States/X/Name". */
  place(name: string): string;
  text(name: string): string | undefined;
  flag(name: string): boolean | undefined;
  /** One of a few words. */
  word<Word extends string>(name: string, words: readonly Word[]): Word | undefined;
  integer(name: string, bounds?: Bounds): number | undefined;
  decimal(name: string, bounds?: Bounds): number | undefined;
  list(name: string): readonly unknown[] | undefined;
  /** A list of strings; what is none is left out. */
  texts(name: string): readonly string[] | undefined;
  object(name: string): Fields | undefined;
}

/** Inclusive. */
export interface Bounds {
  readonly least?: number;
  readonly most?: number;
}

/** Where expressions stand that see no result and no error. */
export const INPUT_ONLY: StatesFields = new Set();
/** Where they see what the state did. */
export const WITH_RESULT: StatesFields = new Set(["result"]);
/** In catchers. */
export const WITH_ERROR: StatesFields = new Set(["errorOutput"]);

/** The fields of a value, if that is an object. */
export function readObject(value: unknown, at: string, findings: Findings): Fields | undefined {
  if (!isObject(value)) {
    findings.schema("Expected value of type [OBJECT]", at);
    return undefined;
  }
  return createFields(value, at, findings);
}

/** True for JSON's objects. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function createFields(object: Readonly<Record<string, unknown>>, at: string, findings: Findings): Fields {
  const place = (name: string): string => `${at === "/" ? "" : at}/${name}`;
  const has = (name: string): boolean => Object.hasOwn(object, name);
  const wrong = (type: string, name: string): undefined => {
    findings.schema(`Expected value of type [${type}]`, place(name));
    return undefined;
  };

  const number = (name: string, type: "DOUBLE" | "INTEGER", { least, most }: Bounds): number | undefined => {
    if (!has(name)) return undefined;
    const value = object[name];
    if (typeof value !== "number" || (type === "INTEGER" && !Number.isInteger(value))) return wrong(type, name);
    const shown = (bound: number): string => (type === "DOUBLE" ? bound.toFixed(1) : String(bound));
    if (least !== undefined && value < least) findings.schema(`Minimum value is ${shown(least)}`, place(name));
    else if (most !== undefined && value > most) findings.schema(`Maximum value is ${shown(most)}`, place(name));
    else return value;
    return undefined;
  };

  const text = (name: string): string | undefined => {
    if (!has(name)) return undefined;
    const value = object[name];
    return typeof value === "string" ? value : wrong("STRING", name);
  };

  const list = (name: string): readonly unknown[] | undefined => {
    if (!has(name)) return undefined;
    const value = object[name];
    return Array.isArray(value) ? value : wrong("ARRAY", name);
  };

  return {
    at,
    names: Object.keys(object),
    has,
    raw: (name) => object[name],
    place,
    text,
    flag(name) {
      if (!has(name)) return undefined;
      const value = object[name];
      return typeof value === "boolean" ? value : wrong("BOOLEAN", name);
    },
    word(name, words) {
      const value = text(name);
      const found = words.find((word) => word === value);
      if (value !== undefined && found === undefined)
        findings.schema(`Value should be one of the following: [${words.join(", ")}]`, place(name));
      return found;
    },
    integer: (name, bounds = {}) => number(name, "INTEGER", bounds),
    decimal: (name, bounds = {}) => number(name, "DOUBLE", bounds),
    list,
    texts: (name) =>
      list(name)?.filter((item, index): item is string => {
        if (typeof item !== "string") wrong("STRING", `${name}[${index}]`);
        return typeof item === "string";
      }),
    object: (name) => (has(name) ? readObject(object[name], place(name), findings) : undefined),
  };
}

/** Finds fields that the object must not have. */
export function allowFields(fields: Fields, allowed: ReadonlySet<string>, { findings }: Reading): void {
  for (const name of fields.names)
    if (!allowed.has(name)) findings.schema(`Field '${name}' is not supported`, fields.at);
}

/** Finds fields that it must have and has not: all of them in one finding. */
export function requireFields(fields: Fields, names: readonly string[], { findings }: Reading): boolean {
  const missing = names.filter((name) => !fields.has(name));
  if (missing.length > 0) findings.schema(`These fields are required: [${missing.join(", ")}]`, fields.at);
  return missing.length === 0;
}

/** Finds fields of which the object has several and may have one. */
export function oneAtMost(fields: Fields, names: readonly string[], { findings }: Reading): boolean {
  const isRight = names.filter((name) => fields.has(name)).length <= 1;
  if (!isRight) findings.schema(`There should only be one of the following fields: [${names.join(", ")}]`, fields.at);
  return isRight;
}

/** Of these fields the object must have exactly one: its name. */
export function exactlyOne(fields: Fields, names: readonly string[], reading: Reading): string | undefined {
  const found = names.find((name) => fields.has(name));
  if (found === undefined)
    reading.findings.schema(
      `This object should have only one of the following fields: [${names.join(", ")}]`,
      fields.at,
    );
  return oneAtMost(fields, names, reading) ? found : undefined;
}
