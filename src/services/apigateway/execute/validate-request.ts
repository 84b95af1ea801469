// Request validators: required parameters, and bodies that fit their models.
// AWS: "Request validation for REST APIs in API Gateway".

import type { ValidateFunction } from "ajv";
import { compileModel, ModelError, problemsOf } from "../../../service/api-front/models.ts";
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
  const validate = await validatorOf(deployed, modelName).catch((error: unknown) => {
    throw error instanceof ModelError ? misconfigured(error.message) : error;
  });
  if (validate === undefined) return;
  const problems = problemsOf(validate, Buffer.from(request.body).toString("utf8"));
  if (problems !== undefined)
    throw new Failure("BAD_REQUEST_BODY", "Invalid request body", { validationError: `[${problems.join(", ")}]` });
}

const compiled = new WeakMap<Deployed, Map<string, Promise<ValidateFunction | undefined>>>();

function validatorOf(deployed: Deployed, name: string): Promise<ValidateFunction | undefined> {
  let ofApi = compiled.get(deployed);
  if (ofApi === undefined) compiled.set(deployed, (ofApi = new Map()));
  let validator = ofApi.get(name);
  if (validator === undefined) ofApi.set(name, (validator = compileModel(deployed.models, deployed.api.id, name)));
  return validator;
}
