// Holds a resource's properties against its schema, before and after functions are evaluated.

import { isRecord, isScalarValue, memberOf } from "../template/values.ts";
import type { Members, PropertyType, ResourceSchema } from "./resource-schema.ts";

export interface PropertyFault {
  readonly kind: "unknown" | "missing" | "type";
  /** Member names and list positions from the resource's Properties down. */
  readonly path: readonly (string | number)[];
  /** For "type": what is expected and what was found, in the words of AWS's schema validation: "String", "JSONArray", ... */
  readonly expected?: string;
  readonly found?: string;
  /** For "unknown": the names that there are. */
  readonly known?: readonly string[];
  /** Where it is written: an object and its member, for positions. */
  readonly owner: object;
  readonly member: string | number | undefined;
}

const TAG_MEMBERS: Members = { Key: { type: "string", required: true }, Value: { type: "string", required: true } };

/** All faults of properties as written. Functions may stand anywhere and are taken to give the right type. */
export function checkProperties(properties: object, schema: ResourceSchema): PropertyFault[] {
  const faults: PropertyFault[] = [];
  checkMembers(properties, schema.properties, []);
  return faults;

  function checkMembers(value: object, members: Members, path: readonly (string | number)[]): void {
    const present = value as Record<string, unknown>;
    for (const [name, child] of Object.entries(present)) {
      const member = memberOf(members, name);
      if (member === undefined) {
        faults.push({
          kind: "unknown",
          path: [...path, name],
          known: Object.keys(members),
          owner: value,
          member: name,
        });
      } else {
        checkValue(child, member.type, [...path, name], value, name);
      }
    }
    for (const [name, member] of Object.entries(members)) {
      if (member.required === true && (present[name] === undefined || present[name] === null)) {
        faults.push({ kind: "missing", path: [...path, name], owner: value, member: undefined });
      }
    }
  }

  function checkValue(
    value: unknown,
    type: PropertyType,
    path: readonly (string | number)[],
    owner: object,
    member: string | number,
  ): void {
    if (isFunction(value) || type === "json") return;
    const fault = (): void =>
      void faults.push({
        kind: "type",
        path,
        expected: describeType(type),
        found: describeValue(value),
        owner,
        member,
      });
    if (typeof type === "string" && type !== "tag") {
      if (!fitsScalar(value, type)) fault();
    } else if (type === "tag") {
      if (isRecord(value)) checkMembers(value, TAG_MEMBERS, path);
      else fault();
    } else if ("list" in type) {
      if (Array.isArray(value)) {
        for (const [index, item] of value.entries()) checkValue(item, type.list, [...path, index], value, index);
      } else fault();
    } else if ("map" in type) {
      if (isRecord(value)) {
        for (const [name, item] of Object.entries(value)) checkValue(item, type.map, [...path, name], value, name);
      } else fault();
    } else if ("ref" in type) {
      if (isRecord(value)) checkMembers(value, schema.definitions[type.ref] ?? {}, path);
      else fault();
    } else {
      checkAnyOf(value, type.anyOf, path, owner, member);
    }
  }

  /** The faults of the alternative that fits best, so that a misspelt member is reported as that. */
  function checkAnyOf(
    value: unknown,
    types: readonly PropertyType[],
    path: readonly (string | number)[],
    owner: object,
    member: string | number,
  ): void {
    const before = faults.length;
    let best: PropertyFault[] | undefined;
    for (const type of types) {
      checkValue(value, type, path, owner, member);
      const found = faults.splice(before);
      if (found.length === 0) return;
      const isCloser =
        best === undefined ||
        depthOf(found) > depthOf(best) ||
        (depthOf(found) === depthOf(best) && found.length < best.length);
      if (isCloser) best = found;
    }
    faults.push(...(best ?? []));
  }
}

function depthOf(faults: readonly PropertyFault[]): number {
  return Math.min(...faults.map((fault) => fault.path.length + (fault.kind === "type" ? 0 : 1)));
}

function isFunction(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === "Ref" || keys[0]?.startsWith("Fn::") === true);
}

/** CloudFormation takes "5" for 5 and "true" for true, and numbers and booleans where a text is expected. */
function fitsScalar(value: unknown, type: PropertyType): boolean {
  if (value === null) return type === "null";
  if (!isScalarValue(value)) return false;
  if (typeof value === "string" && value.includes("{{resolve:")) return true;
  switch (type) {
    case "boolean":
      return typeof value === "boolean" || /^(true|false)$/i.test(String(value));
    case "integer":
      return typeof value !== "boolean" && /^[-+]?\d+(\.0+)?$/.test(String(value).trim());
    case "number":
      return typeof value !== "boolean" && String(value).trim() !== "" && !Number.isNaN(Number(value));
    case "null":
      return false;
    default:
      return true;
  }
}

function describeType(type: PropertyType): string {
  if (typeof type === "string") return SCALAR_NAMES[type] ?? "JSONObject";
  if ("list" in type) return "JSONArray";
  if ("anyOf" in type) return type.anyOf.map((one) => describeType(one)).join(" or ");
  return "JSONObject";
}

function describeValue(value: unknown): string {
  if (Array.isArray(value)) return "JSONArray";
  if (value === null) return "Null";
  return typeof value === "object"
    ? "JSONObject"
    : `${(typeof value).charAt(0).toUpperCase()}${(typeof value).slice(1)}`;
}

const SCALAR_NAMES: Readonly<Record<string, string>> = {
  string: "String",
  number: "Number",
  integer: "Integer",
  boolean: "Boolean",
  "date-time": "String",
  null: "Null",
};

/**
 * Evaluated properties in the types of the schema: "5" becomes 5 where a number is expected, and so on, as CloudFormation
 * does before it calls a resource's handler. What does not fit stays as it is.
 */
export function coerceProperties(
  properties: Readonly<Record<string, unknown>>,
  schema: ResourceSchema,
): Record<string, unknown> {
  return coerceMembers(properties, schema.properties, schema);
}

function coerceMembers(
  value: Readonly<Record<string, unknown>>,
  members: Members,
  schema: ResourceSchema,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => {
      const type = memberOf(members, name)?.type;
      return [name, type === undefined ? child : coerce(child, type, schema)];
    }),
  );
}

function coerce(value: unknown, type: PropertyType, schema: ResourceSchema): unknown {
  if (typeof type === "string") return coerceScalar(value, type, schema);
  if ("list" in type) {
    const items: unknown[] = Array.isArray(value) ? value : [];
    return Array.isArray(value) ? items.map((item) => coerce(item, type.list, schema)) : value;
  }
  if ("map" in type) {
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, coerce(item, type.map, schema)]));
  }
  if ("ref" in type) return isRecord(value) ? coerceMembers(value, schema.definitions[type.ref] ?? {}, schema) : value;
  // Where there are alternatives, a value keeps the form it has if one of them has it.
  if (isScalarValue(value)) {
    const names: readonly PropertyType[] = type.anyOf;
    const hasOwn = names.some((one) => one === typeof value || (one === "integer" && typeof value === "number"));
    if (hasOwn || names.includes("json")) return value;
    const scalar = names.find((one) => typeof one === "string");
    return scalar === undefined ? value : coerce(value, scalar, schema);
  }
  const fitting = type.anyOf.find((one) => typeof one === "object" && "list" in one === Array.isArray(value));
  return fitting === undefined ? value : coerce(value, fitting, schema);
}

function coerceScalar(value: unknown, type: PropertyType, schema: ResourceSchema): unknown {
  if (type === "tag") return isRecord(value) ? coerceMembers(value, TAG_MEMBERS, schema) : value;
  if (!isScalarValue(value) || !fitsScalar(value, type)) return value;
  switch (type) {
    case "string":
    case "date-time":
      return String(value);
    case "integer":
    case "number":
      return Number(value);
    case "boolean":
      return String(value).toLowerCase() === "true";
    default:
      return value;
  }
}
