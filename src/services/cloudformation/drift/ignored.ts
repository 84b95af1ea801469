// What a drift-aware change set does not compare of a resource.

import type { ResourceDriftIgnoredAttribute } from "@aws-sdk/client-cloudformation";
import { isRecord } from "../template/values.ts";
import type { ResourceSchema } from "../schema/resource-schema.ts";
import { comparisonRules } from "./registry.ts";

/** AWS: API Reference, "ResourceDriftIgnoredAttribute": properties that no read gives back, of those that the resource has. */
export function ignoredAttributes(
  typeName: string,
  schema: ResourceSchema | undefined,
  properties: unknown,
): ResourceDriftIgnoredAttribute[] {
  const { writeOnly = [] } = comparisonRules(typeName, schema);
  const found = writeOnly.flatMap((pattern) => placesOf(properties, pattern.split("/").slice(1), "/Properties"));
  return found.map((path) => ({ Path: path, Reason: "WRITE_ONLY_PROPERTY" }));
}

/** Where a value has what a pattern names; "*" stands for each position of a list or each name. */
function placesOf(value: unknown, [name, ...rest]: readonly string[], path: string): string[] {
  if (name === undefined) return [path];
  if (!isRecord(value) && !Array.isArray(value)) return [];
  return Object.entries(value)
    .filter(([member]) => name === "*" || member === name)
    .flatMap(([member, child]) => placesOf(child, rest, `${path}/${member}`));
}
