// Request validators: required parameters, and bodies that fit their models.
// AWS: "Request validation for REST APIs in API Gateway".

import type { ErrorObject, ValidateFunction } from "ajv";
import { boundedPattern } from "../../../kernel/bounded-pattern.ts";
import type { ModelRecord } from "../records.ts";
import type { Call } from "./call.ts";
import { headerOf } from "./call.ts";
import { Failure, misconfigured } from "./failure.ts";
import { mediaTypeOf } from "./media-types.ts";
import { own } from "../../../service/api-front/variables.ts";
import { sourceValues } from "./parameters.ts";
import type { Deployed } from "./target.ts";

/** Throws a failure where the method's validator refuses the request. */
export async function validateRequest(call: Call): Promise<void> {
  const { method, deployed } = call;
  const validator = deployed.requestValidators.find(({ id }) => id === method.requestValidatorId);
  if (validator?.validateRequestParameters === true) requireParameters(call);
  if (validator?.validateRequestBody === true) await requireBody(call);
}

/** AWS: "Missing required request parameters: [a, b]": absent or blank ones. */
function requireParameters(call: Call): void {
  const missing = Object.entries(call.method.requestParameters ?? {})
    .filter(([name, isRequired]) => isRequired && (sourceValues(name, call)[0] ?? "").trim() === "")
    .map(([name]) => name.split(".").slice(3).join("."));
  if (missing.length > 0)
    throw new Failure("BAD_REQUEST_PARAMETERS", `Missing required request parameters: [${missing.join(", ")}]`);
}

async function requireBody(call: Call): Promise<void> {
  const { request, method, deployed } = call;
  const mediaType = mediaTypeOf(headerOf(request.headers, "content-type")) || "application/json";
  const models = method.requestModels ?? {};
  const named = Object.entries(models).find(([contentType]) => mediaTypeOf(contentType) === mediaType)?.[1];
  // AWS: a content type without a model is not validated.
  const modelName = named ?? own(models, "$default");
  if (modelName === undefined) return;
  const validate = await validatorOf(deployed, modelName);
  if (validate === undefined) return;
  const problems = problemsOf(validate, Buffer.from(request.body).toString("utf8"));
  if (problems !== undefined)
    throw new Failure("BAD_REQUEST_BODY", "Invalid request body", { validationError: `[${problems.join(", ")}]` });
}

/** What is wrong with a body; undefined if nothing is. */
function problemsOf(validate: ValidateFunction, text: string): readonly string[] | undefined {
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

const compiled = new WeakMap<Deployed, Map<string, Promise<ValidateFunction | undefined>>>();

function validatorOf(deployed: Deployed, name: string): Promise<ValidateFunction | undefined> {
  let ofApi = compiled.get(deployed);
  if (ofApi === undefined) compiled.set(deployed, (ofApi = new Map()));
  let validator = ofApi.get(name);
  if (validator === undefined) ofApi.set(name, (validator = compileModel(deployed.models, deployed.api.id, name)));
  return validator;
}

/** A model's schema, with the others that it refers to; undefined where the model says nothing. */
async function compileModel(
  models: readonly ModelRecord[],
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
    throw misconfigured(`Model ${name}: ${error instanceof Error ? error.message : String(error)}`);
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
