// CloudFormation's registry schema of a resource type, as scripts/extract-resource-schemas.mjs writes it: read one type at a
// time, when a template first names it.

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { invariant } from "../../../kernel/errors.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import type { ComparisonRules } from "../drift/registry.ts";

export type PropertyType =
  | "string"
  | "number"
  | "integer"
  | "boolean"
  | "json"
  | "tag"
  | "date-time"
  | "null"
  | { readonly list: PropertyType }
  | { readonly map: PropertyType }
  | { readonly ref: string }
  | { readonly anyOf: readonly PropertyType[] };

interface PropertySchema {
  readonly type: PropertyType;
  readonly required?: boolean;
  /** Whether a change replaces the resource: always, or under conditions which the schema does not tell. */
  readonly replaces?: "yes" | "maybe";
}

export type Members = Readonly<Record<string, PropertySchema>>;

export interface ResourceSchema {
  readonly typeName: string;
  /** The properties and attributes whose values Ref gives. */
  readonly identifier: readonly string[];
  /** What identifies the resource in the registry, where that is something else. */
  readonly primaryIdentifier?: readonly string[];
  readonly attributes: readonly string[];
  readonly tagProperty?: string;
  readonly isStateful?: boolean;
  /** Further property paths that replace. */
  readonly replacing?: readonly (readonly string[])[];
  readonly properties: Members;
  /** The object types that properties refer to. */
  readonly definitions: Readonly<Record<string, Members>>;
  /** Of types that AWS does not have: how live properties are compared. */
  readonly comparison?: ComparisonRules;
}

const cache = new Map<string, ResourceSchema | undefined>();
let folder: string | undefined;

/** The schema of a type, or undefined if AWS does not have it. */
export function loadResourceSchema(typeName: string): ResourceSchema | undefined {
  if (!cache.has(typeName)) cache.set(typeName, readSchema(typeName));
  return cache.get(typeName);
}

/** Tells the schema of a type which AWS does not have: one of the user's own (own-types/). */
export function declareResourceSchema(schema: ResourceSchema): void {
  cache.set(schema.typeName, schema);
}

const registered = new WeakMap<ResourceType, ResourceSchema>();

/** Tells the schema of a type that only one account has: two accounts may have types of one name. */
export function attachSchema(type: ResourceType, schema: ResourceSchema): void {
  registered.set(type, schema);
}

/** The schema by which a resource is read: that of the account's own type, if this is one, or the one that all have. */
export function schemaOf(type: ResourceType | undefined, typeName: string): ResourceSchema | undefined {
  const own = type?.typeName === typeName ? registered.get(type) : undefined;
  return own ?? loadResourceSchema(typeName);
}

/** The names that identify a resource of the type in the registry: for imports and scans. */
export function primaryIdentifierOf(schema: ResourceSchema): readonly string[] {
  return schema.primaryIdentifier ?? schema.identifier;
}

function readSchema(typeName: string): ResourceSchema | undefined {
  // Its properties are the author's own, as those of "Custom::" types are.
  if (typeName === "AWS::CloudFormation::CustomResource") return undefined;
  if (!/^[A-Za-z0-9]+(::[A-Za-z0-9]+)+$/.test(typeName)) return undefined;
  const file = path.join((folder ??= findFolder()), `${typeName.replaceAll("::", "-")}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ResourceSchema) : undefined;
}

/** The package's generated/ lies beside src/ in development and beside dist/ once it is built. */
function findFolder(): string {
  let parent = path.dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = path.join(parent, "generated", "resource-types");
    if (existsSync(candidate)) return candidate;
    const next = path.dirname(parent);
    invariant(next !== parent, "The resource types are not there: run `npm run models`.");
    parent = next;
  }
}
