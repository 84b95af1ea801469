// Values as the reference translator's language writes them into its messages.

import { isRecord } from "../template/values.ts";

/** A value as Python shows it; a text on its own stands without quotes. */
export function asPythonText(value: unknown, depth = 1): string {
  if (value === undefined || value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return depth === 0 ? value : `'${value}'`;
  if (Array.isArray(value)) return `[${value.map((item) => asPythonText(item)).join(", ")}]`;
  if (isRecord(value))
    return `{${Object.entries(value)
      .map(([name, member]) => `'${name}': ${asPythonText(member)}`)
      .join(", ")}}`;
  return JSON.stringify(value);
}

/** The name of a value's type. */
export function pythonTypeOf(value: unknown): string {
  if (value === undefined || value === null) return "NoneType";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "str";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  return Array.isArray(value) ? "list" : "dict";
}
