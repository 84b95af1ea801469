// Models: JSON schemas (draft 4) that an API's methods name for their bodies.

import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import { badRequest, conflict } from "./errors.ts";
import { LIMITS } from "./limits.ts";
import { patched, type PatchRule, text } from "./patches/patch.ts";
import type { ModelRecord, ResourceRecord } from "./records.ts";

const RULES: readonly PatchRule<ModelRecord>[] = [
  text<ModelRecord, "description">("description"),
  text<ModelRecord, "schema">("schema"),
];

/** The model after a patch. */
export function patchedModel(
  model: ModelRecord,
  operations: readonly PatchOperation[] | undefined,
  names: ReadonlySet<string>,
): ModelRecord {
  const changed = patched(model, operations, RULES);
  requireModelIsSound(changed, names);
  return changed;
}

/** Refuses a model whose name or schema is none; `names` are the API's models. AWS: the first three wordings are recorded. */
export function requireModelIsSound({ name, schema, contentType }: ModelRecord, names: ReadonlySet<string>): void {
  if (name === "") throw badRequest("Model name must be non-empty");
  if ((schema ?? "") === "") throw badRequest("Model schema must have at least 1 property or array items defined");
  if (!/^[A-Za-z0-9]+$/.test(name)) throw badRequest("Model name must be alphanumeric: ^[a-zA-Z0-9]+$");
  if ((schema ?? "").length > LIMITS.modelCharacters)
    throw badRequest(`Model schema exceeds the limit of ${LIMITS.modelCharacters} bytes`);
  if (!/json/.test(contentType)) return;
  const parsed = parseSchema(schema ?? "");
  for (const reference of modelReferences(parsed))
    if (!names.has(reference) && reference !== name)
      throw badRequest(
        `Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified. Model reference not found: ${reference}]`,
      );
}

function parseSchema(schema: string): unknown {
  try {
    const parsed: unknown = JSON.parse(schema);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // What is no JSON is no schema: the same answer.
  }
  throw badRequest(
    "Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]",
  );
}

const REFERENCE = /^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/([^/#]+)$/;

/** The model that a schema's $ref names; undefined where it is a place in the same document. */
export function modelOfReference(reference: string): string | undefined {
  return REFERENCE.exec(reference)?.[1];
}

/** How schemas name another model. AWS: "Data models for REST APIs". */
export function referenceTo(apiId: string, modelName: string): string {
  return `https://apigateway.amazonaws.com/restapis/${apiId}/models/${modelName}`;
}

/** The names of all models that a schema refers to. */
function modelReferences(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(modelReferences);
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key !== "$ref" || typeof value !== "string") return modelReferences(value);
    const name = modelOfReference(value);
    return name === undefined ? [] : [name];
  });
}

/** Refuses to delete a model that methods or other models name. AWS: the first wording is recorded. */
export function requireModelUnused(
  name: string,
  resources: readonly ResourceRecord[],
  models: readonly ModelRecord[],
): void {
  for (const { path, methods } of resources)
    for (const method of Object.values(methods)) {
      if (Object.values(method.requestModels ?? {}).includes(name))
        throw conflict(`Cannot delete model '${name}', is referenced in method request: ${path}/${method.httpMethod}`);
      for (const { statusCode, responseModels } of Object.values(method.methodResponses))
        if (Object.values(responseModels ?? {}).includes(name))
          throw conflict(
            `Cannot delete model '${name}', is referenced in method response: ${path}/${method.httpMethod}/${statusCode}`,
          );
    }
  for (const other of models)
    if (other.name !== name && other.schema?.includes(`/models/${name}"`) === true)
      throw conflict(`Cannot delete model '${name}', is referenced in model: ${other.name}`);
}

/** A schema with all models that it refers to inside: what GetModel's `flatten` gives. */
export function flattenedSchema(model: ModelRecord, models: readonly ModelRecord[]): string {
  const definitions: Record<string, unknown> = {};
  const inlined = (schema: unknown): unknown => {
    if (Array.isArray(schema)) return schema.map(inlined);
    if (typeof schema !== "object" || schema === null) return schema;
    return Object.fromEntries(
      Object.entries(schema).map(([key, value]) => {
        const name = key === "$ref" && typeof value === "string" ? modelOfReference(value) : undefined;
        if (name === undefined) return [key, inlined(value)];
        if (!(name in definitions)) {
          definitions[name] = {};
          definitions[name] = inlined(JSON.parse(models.find((other) => other.name === name)?.schema ?? "{}"));
        }
        return [key, `#/definitions/${name}`];
      }),
    );
  };
  const flat = inlined(parseSchema(model.schema ?? "")) as Record<string, unknown>;
  const own = (flat["definitions"] ?? {}) as Record<string, unknown>;
  const all = { ...own, ...definitions };
  return JSON.stringify(Object.keys(all).length === 0 ? flat : { ...flat, definitions: all });
}
