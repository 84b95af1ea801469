// Expected properties against live ones, and how they differ. Pure: it knows a type's schema and rules, no service.
//
// AWS: "Detect unmanaged configuration changes to stacks and resources with drift detection": only properties that the
// template sets are compared, so a member of an object that the template leaves out is a default and no difference. Maps and
// open JSON (a function's variables, a redrive policy) are set as a whole: there an added member is one.

import type { PropertyDifference } from "@aws-sdk/client-cloudformation";
import type { Members, PropertyType, ResourceSchema } from "../schema/resource-schema.ts";
import { isRecord, isScalarValue, memberOf } from "../template/values.ts";
import { expandPolicy, isPolicyDocument } from "./policy-documents.ts";
import type { ComparisonRules } from "./registry.ts";

type Values = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/** One difference, with values as they are and not yet as text. */
export interface Difference {
  readonly path: Path;
  readonly type: NonNullable<PropertyDifference["DifferenceType"]>;
  readonly expected: unknown;
  readonly actual: unknown;
}

export interface Comparison {
  /** The properties that were compared: without what no read gives back. */
  readonly expected: Values;
  /** What is live of them, without defaults that the template does not set. */
  readonly actual: Values;
  readonly differences: readonly Difference[];
}

/** What lists are compared by that have members with names of their own. */
const NAMES = ["Key", "Id", "Sid", "PolicyName", "IndexName", "AttributeName", "Region", "Name", "FunctionVersion"];

/** Compares the properties that a template set with the live ones. */
export function compareLive(
  expected: Values,
  actual: Values,
  schema: ResourceSchema | undefined,
  rules: ComparisonRules,
): Comparison {
  const writeOnly = new Set(rules.writeOnly);
  const unordered = new Set(rules.unordered);
  const compared = withoutWriteOnly(expected, []);
  const differences: Difference[] = [];
  const shown = walkMembers(compared, actual, schema?.properties, [], differences, false, false);
  return { expected: compared, actual: shown, differences };

  function withoutWriteOnly(value: Values, path: Path): Record<string, unknown> {
    const kept: Record<string, unknown> = {};
    for (const [name, member] of Object.entries(value)) {
      const here = [...path, name];
      if (writeOnly.has(patternOf(here))) continue;
      kept[name] = prune(member, here);
    }
    return kept;
  }

  function prune(value: unknown, path: Path): unknown {
    if (Array.isArray(value)) return value.map((item: unknown, index) => prune(item, [...path, index]));
    return isRecord(value) ? withoutWriteOnly(value, path) : value;
  }

  /** Compares one value, adds its differences to `found`, and gives the live value as it is shown. */
  function walk(
    wanted: unknown,
    live: unknown,
    type: PropertyType | undefined,
    path: Path,
    found: Difference[],
    isPolicy: boolean,
  ): unknown {
    // DEVIATION: AWS has reported an empty list that a service does not give back as removed. It means the same.
    if (isEmpty(wanted) && isEmpty(live)) return live;
    if (live === undefined || live === null) {
      found.push({ path, type: "REMOVE", expected: wanted, actual: undefined });
      return live;
    }
    // A template may write a JSON value as text, and a service may give it back as text.
    const [left, right] =
      isScalarValue(wanted) === isScalarValue(live) ? [wanted, live] : [parsed(wanted), parsed(live)];
    const member = path.at(-1);
    if (!isPolicy && isPolicyDocument(member, left) && isPolicyDocument(member, right)) {
      walkMembers(expandPolicy(left), expandPolicy(right), undefined, path, found, true, true);
      return live;
    }
    if (isRecord(left) && isRecord(right)) {
      const [members, isOpen] = membersOf(type, left);
      return walkMembers(left, right, members, path, found, isOpen, isPolicy);
    }
    if (isPolicy && Array.isArray(left) !== Array.isArray(right)) {
      const [ones, others] = [Array.isArray(left) ? left : [left], Array.isArray(right) ? right : [right]];
      if (ones.length > 1 || others.length > 1) return walkSet(ones, others, undefined, path, found, true);
      return walk(ones[0], others[0], undefined, Array.isArray(left) ? [...path, 0] : path, found, true);
    }
    if (Array.isArray(left) && Array.isArray(right)) {
      const item = typeof type === "object" && "list" in type ? type.list : listInside(type);
      const isSet = isPolicy || item === "tag" || unordered.has(patternOf(path));
      return isSet
        ? walkSet(left, right, item, path, found, isPolicy)
        : walkList(left, right, item, path, found, isPolicy);
    }
    if (!isSameScalar(left, right, path)) found.push({ path, type: "NOT_EQUAL", expected: wanted, actual: live });
    return live;
  }

  function walkMembers(
    wanted: Values,
    live: Values,
    members: Members | Map<string, PropertyType> | undefined,
    path: Path,
    found: Difference[],
    isOpen: boolean,
    isPolicy: boolean,
  ): Record<string, unknown> {
    const shownHere: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(wanted)) {
      const type = members instanceof Map ? members.get(name) : members && memberOf(members, name)?.type;
      const seen = walk(value, memberOf(live, name), type, [...path, name], found, isPolicy);
      if (seen !== undefined) shownHere[name] = seen;
    }
    if (!isOpen) return shownHere;
    for (const [name, value] of Object.entries(live)) {
      if (Object.hasOwn(wanted, name) || isEmpty(value)) continue;
      found.push({ path: [...path, name], type: "ADD", expected: undefined, actual: value });
      shownHere[name] = value;
    }
    return shownHere;
  }

  /** By position. */
  function walkList(
    wanted: readonly unknown[],
    live: readonly unknown[],
    item: PropertyType | undefined,
    path: Path,
    found: Difference[],
    isPolicy: boolean,
  ): unknown[] {
    for (const [index, value] of wanted.entries()) {
      if (index < live.length) continue;
      found.push({ path: [...path, index], type: "REMOVE", expected: value, actual: undefined });
    }
    return live.map((value, index) => {
      if (index < wanted.length) return walk(wanted[index], value, item, [...path, index], found, isPolicy);
      found.push({ path: [...path, index], type: "ADD", expected: undefined, actual: value });
      return value;
    });
  }

  /** Each expected item with a live one that equals it, else with the one of its name; what is left was removed or added. */
  function walkSet(
    wanted: readonly unknown[],
    live: readonly unknown[],
    item: PropertyType | undefined,
    path: Path,
    found: Difference[],
    isPolicy: boolean,
  ): unknown[] {
    const shownHere = new Map<number, unknown>();
    const left = new Set(live.keys());
    const open = new Set(wanted.keys());
    const pair = (index: number, partner: number): void => {
      shownHere.set(index, walk(wanted[index], live[partner], item, [...path, index], found, isPolicy));
      open.delete(index);
      left.delete(partner);
    };
    const pairAll = (isPartner: (value: unknown, other: unknown, index: number) => boolean): void => {
      for (const index of [...open]) {
        const partner = [...left].find((position) => isPartner(wanted[index], live[position], index));
        if (partner !== undefined) pair(index, partner);
      }
    };
    pairAll((value, other, index) => {
      const scratch: Difference[] = [];
      walk(value, other, item, [...path, index], scratch, isPolicy);
      return scratch.length === 0;
    });
    pairAll((value, other) => nameOf(value) !== undefined && nameOf(value) === nameOf(other));
    const isSingle = open.size === 1 && left.size === 1;
    if (isSingle) pairAll((value, other) => isRecord(value) && isRecord(other) && nameOf(value) === nameOf(other));
    for (const index of open) {
      found.push({ path: [...path, index], type: "REMOVE", expected: wanted[index], actual: undefined });
    }
    // A live position says nothing here, and may be another the next time: what was added stands behind what is expected.
    for (const [index, position] of [...left].entries()) {
      const behind = wanted.length + index;
      found.push({ path: [...path, behind], type: "ADD", expected: undefined, actual: live[position] });
      shownHere.set(behind, live[position]);
    }
    return [...shownHere].sort(([one], [other]) => one - other).map(([, value]) => value);
  }

  function isSameScalar(wanted: unknown, live: unknown, path: Path): boolean {
    if (!isScalarValue(wanted) || !isScalarValue(live)) return false;
    // "5" and 5, "true" and true: templates and services write them either way.
    if (String(wanted) === String(live)) return true;
    const isNumber = (typeof wanted === "number") !== (typeof live === "number");
    if (isNumber && wanted !== "" && live !== "" && Number(wanted) === Number(live)) return true;
    return rules.transforms?.[patternOf(path)]?.(String(wanted), String(live)) ?? false;
  }

  /** The members of an object's type, and whether members that the template does not name count. */
  function membersOf(type: PropertyType | undefined, value: Values): [Members | Map<string, PropertyType>, boolean] {
    if (type === "tag") return [{}, false];
    if (typeof type !== "object") return [{}, true];
    if ("ref" in type) return [schema?.definitions[type.ref] ?? {}, false];
    if ("map" in type) return [new Map(Object.keys(value).map((name) => [name, type.map])), true];
    if ("anyOf" in type) {
      const object = type.anyOf.find((one) => one === "json" || (typeof one === "object" && !("list" in one)));
      return membersOf(object, value);
    }
    return [{}, true];
  }
}

function listInside(type: PropertyType | undefined): PropertyType | undefined {
  if (typeof type !== "object" || !("anyOf" in type)) return undefined;
  for (const one of type.anyOf) if (typeof one === "object" && "list" in one) return one.list;
  return undefined;
}

/** A difference in the API's shape. AWS: scalars as they are, all else as JSON, "null" for what is not there. */
export function describeDifference({ path, type, expected, actual }: Difference): PropertyDifference {
  return {
    PropertyPath: pointerOf(path),
    ExpectedValue: textOf(expected),
    ActualValue: textOf(actual),
    DifferenceType: type,
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "null");
}

function pointerOf(path: Path): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** A path with "*" for positions: how rules name it. */
function patternOf(path: Path): string {
  return path.map((part) => (typeof part === "number" ? "/*" : `/${part}`)).join("");
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.values(value).every((member) => isEmpty(member));
}

function nameOf(item: unknown): unknown {
  if (!isRecord(item)) return undefined;
  return NAMES.map((name) => item[name]).find((value) => isScalarValue(value));
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
