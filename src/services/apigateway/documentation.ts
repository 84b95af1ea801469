// Documentation parts: texts about an API's entities, by location, and their versions.

import type { DocumentationPartLocation as LocationShape, PatchOperation } from "@aws-sdk/client-api-gateway";
import { badRequest } from "./errors.ts";
import { patched, type PatchRule, text } from "./patches/patch.ts";
import type { DocumentationPartLocation, DocumentationPartRecord, DocumentationVersionRecord } from "./records.ts";

const WITH_NAME = ["AUTHORIZER", "MODEL", "PATH_PARAMETER", "QUERY_PARAMETER", "REQUEST_HEADER", "RESPONSE_HEADER"];
const WITH_STATUS = ["RESPONSE", "RESPONSE_HEADER", "RESPONSE_BODY"];
const WITHOUT_PATH = ["API", "AUTHORIZER", "MODEL"];

/** A location with the defaults of its type: "/" for paths, "*" for methods and status codes. AWS: DocumentationPartLocation. */
export function locationOf(given: LocationShape): DocumentationPartLocation {
  const type = given.type ?? "API";
  const hasPath = !WITHOUT_PATH.includes(type);
  const hasMethod = hasPath && type !== "RESOURCE";
  const hasStatus = WITH_STATUS.includes(type);
  const hasName = WITH_NAME.includes(type);
  if (hasName && (given.name ?? "") === "")
    throw badRequest(`Documentation part location of type ${type} must have a name`);
  const wrong =
    (!hasName && given.name !== undefined && type !== "REQUEST_BODY" && "name") ||
    (!hasPath && given.path !== undefined && "path") ||
    (!hasMethod && given.method !== undefined && "method") ||
    (!hasStatus && given.statusCode !== undefined && "statusCode");
  if (wrong !== false && wrong !== undefined)
    throw badRequest(`Invalid location: ${wrong} is not allowed for type ${type}`);
  return {
    type,
    path: hasPath ? (given.path ?? "/") : undefined,
    method: hasMethod ? (given.method ?? "*") : undefined,
    statusCode: hasStatus ? (given.statusCode ?? "*") : undefined,
    name: given.name,
  };
}

/** Two parts cannot have one location. */
export function isSameLocation(a: DocumentationPartLocation, b: DocumentationPartLocation): boolean {
  return (
    a.type === b.type &&
    a.path === b.path &&
    a.method === b.method &&
    a.statusCode === b.statusCode &&
    a.name === b.name
  );
}

/** AWS: the properties are a JSON object, as text. */
export function requireProperties(properties: string): string {
  try {
    const parsed: unknown = JSON.parse(properties);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return properties;
  } catch {
    // What is no JSON is no object: the same answer.
  }
  throw badRequest("Invalid JSON for properties: documentation part properties must be a JSON object");
}

const PART_RULES: readonly PatchRule<DocumentationPartRecord>[] = [
  text<DocumentationPartRecord, "properties">("properties", { parse: requireProperties }),
];
const VERSION_RULES: readonly PatchRule<DocumentationVersionRecord>[] = [
  text<DocumentationVersionRecord, "description">("description"),
];

/** The part after a patch. */
export function patchedPart(
  part: DocumentationPartRecord,
  operations: readonly PatchOperation[] | undefined,
): DocumentationPartRecord {
  return patched(part, operations, PART_RULES);
}

/** The version after a patch. */
export function patchedVersion(
  version: DocumentationVersionRecord,
  operations: readonly PatchOperation[] | undefined,
): DocumentationVersionRecord {
  return patched(version, operations, VERSION_RULES);
}
