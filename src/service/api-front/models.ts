// Models: JSON schemas that bodies and messages are held against, for REST and WebSocket APIs.
// AWS: "Data models for REST APIs in API Gateway": JSON schema draft 4.

import type { ErrorObject, ValidateFunction } from "ajv";
import { boundedPattern } from "../../kernel/bounded-pattern.ts";

/** A model, as far as bodies are held against it. */
export interface Model {
  readonly name: string;
  /** JSON text. */
  readonly schema?: string;
}

/** A model that cannot be used: the API's author is at fault. */
export class ModelError extends Error {}

/** What is wrong with a body; undefined if nothing is. */
export function problemsOf(validate: ValidateFunction, text: string): readonly string[] | undefined {
  try {
    if (text === "") return ["Invalid JSON: the body is empty"];
    return validate(JSON.parse(text)) ? undefined : (validate.errors ?? []).map(problemOf);
  } catch {
    // Not JSON, nested too deeply for the stack, or a pattern that takes too long.
    return ["Invalid JSON"];
  }
}

function problemOf({ instancePath, message = "" }: ErrorObject): string {
  return instancePath === "" ? `object ${message}` : `${instancePath} ${message}`;
}

/** A model's schema, with the others that it refers to; undefined where the model says nothing. Throws a ModelError. */
export async function compileModel(
  models: readonly Model[],
  apiId: string,
  name: string,
): Promise<ValidateFunction | undefined> {
  const model = models.find((each) => each.name === name);
  if (model?.schema === undefined || model.schema.trim() === "") return undefined;
  // Loaded for the first body that is held against a model: most yards have none.
  const { default: ajvDraft04 } = await import("ajv-draft-04");
  const ajv = new ajvDraft04.default({
    strict: false,
    logger: false,
    validateFormats: false,
    code: { regExp: ownPatterns },
  });
  try {
    for (const each of models) {
      if (each.schema === undefined || each.schema.trim() === "") continue;
      const schema: unknown = JSON.parse(each.schema.replaceAll(MODEL_URL, modelUrl(apiId, "")));
      if (typeof schema === "object" && schema !== null) ajv.addSchema(withoutId(schema), modelUrl(apiId, each.name));
    }
    return ajv.getSchema(modelUrl(apiId, name));
  } catch (error) {
    throw new ModelError(`Model ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** An import keeps the references of the API that was exported: they mean this one's models. */
const MODEL_URL = /https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/"]+\/models\//g;

/** AWS: "Data models for REST APIs in API Gateway": how models refer to each other. */
function modelUrl(apiId: string, name: string): string {
  return `https://apigateway.amazonaws.com/restapis/${apiId}/models/${name}`;
}

/** A schema is known by its model's name alone. */
function withoutId(schema: object): object {
  const { id: _id, $schema: _dialect, ...rest } = schema as Readonly<Record<string, unknown>>;
  return rest;
}

/** Patterns are customers', and texts are clients': each test ends in time. */
const ownPatterns = Object.assign(
  (pattern: string): { test: (text: string) => boolean } => ({ test: boundedPattern(pattern) }),
  { code: "boundedPattern" },
);
