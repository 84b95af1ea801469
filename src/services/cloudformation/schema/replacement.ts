// What a change of properties means for a resource: nothing, an update in place, or a replacement.

import { isRecord, isSame, memberOf } from "../template/values.ts";
import { containsUnknown } from "../template/evaluate.ts";
import type { Members, PropertyType, ResourceSchema } from "./resource-schema.ts";

export type Requirement = "Never" | "Conditionally" | "Always";

export interface PropertyChange {
  /** The top-level property. */
  readonly name: string;
  readonly requiresRecreation: Requirement;
}

type Values = Readonly<Record<string, unknown>>;

/** The top-level properties that differ, each with what its change requires. */
export function compareProperties(before: Values, after: Values, schema: ResourceSchema | undefined): PropertyChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => !isSame(before[name], after[name]))
    .sort()
    .map((name) => ({ name, requiresRecreation: requirementOf(name, before[name], after[name], schema) }));
}

/** True if one of the changes makes a new resource: what the schema leaves open is decided by the type's update. */
export function isReplacement(changes: readonly PropertyChange[]): boolean {
  return changes.some((change) => change.requiresRecreation === "Always");
}

function requirementOf(name: string, before: unknown, after: unknown, schema: ResourceSchema | undefined): Requirement {
  const property = schema === undefined ? undefined : memberOf(schema.properties, name);
  if (schema === undefined || property === undefined) return "Never";
  if (property.replaces === "yes") return "Always";
  const paths = (schema.replacing ?? []).filter((path) => path[0] === name);
  if (paths.some((path) => !isSame(valueAt(before, path.slice(1)), valueAt(after, path.slice(1))))) return "Always";
  const nested = nestedRequirement(before, after, property.type, schema, 0);
  return property.replaces === "maybe" && nested === "Never" ? "Conditionally" : nested;
}

function nestedRequirement(
  before: unknown,
  after: unknown,
  type: PropertyType,
  schema: ResourceSchema,
  depth: number,
): Requirement {
  if (typeof type === "string" || depth > 10 || (containsUnknown(after) && !isRecord(after))) return "Never";
  if ("ref" in type) {
    const members: Members = schema.definitions[type.ref] ?? {};
    if (!isRecord(before) || !isRecord(after)) return "Never";
    return strongest(
      Object.entries(members).map(([name, member]) => {
        if (isSame(before[name], after[name])) return "Never";
        if (member.replaces === "yes") return "Always";
        const inner = nestedRequirement(before[name], after[name], member.type, schema, depth + 1);
        return member.replaces === "maybe" && inner === "Never" ? "Conditionally" : inner;
      }),
    );
  }
  if ("list" in type && Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return strongest(before.map((item, index) => nestedRequirement(item, after[index], type.list, schema, depth + 1)));
  }
  return "Never";
}

function strongest(requirements: readonly Requirement[]): Requirement {
  if (requirements.includes("Always")) return "Always";
  return requirements.includes("Conditionally") ? "Conditionally" : "Never";
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isRecord(inner) ? inner[name] : undefined), value);
}
