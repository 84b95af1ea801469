// What a route asks of its request: parameters of $connect, and the model that a message must be like.
// AWS: "Validate requests for WebSocket APIs in API Gateway".

import { compileModel, ModelError, problemsOf } from "../../../../service/api-front/models.ts";
import { own } from "../../../../service/api-front/variables.ts";
import type { Served } from "../../records.ts";
import type { SocketCall } from "./call.ts";
import { internalError, SocketFailure } from "./failure.ts";
import { evaluateSelection, requestValue } from "./selection.ts";

/** Throws a failure where a parameter that the route requires is missing. AWS: supported for $connect only. */
export function requireParameters({ route, event }: SocketCall): void {
  if (event.type !== "CONNECT") return;
  const { headers, query } = event.request;
  for (const [parameter, { Required: isRequired }] of Object.entries(route.requestParameters ?? {})) {
    const [, place, name = ""] = /^route\.request\.(?:multivalue)?(header|querystring)\.(.+)$/.exec(parameter) ?? [];
    if (isRequired !== true || place === undefined) continue;
    const isThere =
      place === "header" ? headers[name.toLowerCase()] !== undefined : query.some(([each]) => each === name);
    if (!isThere) throw new SocketFailure(400, `Missing required request parameters: [${name}]`);
  }
}

/**
 * Throws a failure where the message is not like the model that it selects. AWS: "WebSocket selection expressions": "if provided for
 * non-proxy integration, model validation occurs"; an API may switch that off (disableSchemaValidation).
 */
export async function requireValid({ api, route, served, body }: SocketCall): Promise<void> {
  const { modelSelectionExpression: expression, requestModels } = route;
  if (expression === undefined || requestModels === undefined || api.isSchemaValidationDisabled === true) return;
  const key = evaluateSelection(expression, (name) => requestValue(name, body) ?? "");
  const modelName = own(requestModels, key) ?? own(requestModels, "$default");
  if (modelName === undefined) return;
  const validate = await validatorOf(served, api.apiId, modelName);
  const problems = validate && problemsOf(validate, body.text);
  if (problems !== undefined)
    throw new SocketFailure(400, "Invalid request body", { detail: `[${problems.join(", ")}]` });
}

/** LIMIT: ours: as many compiled models are kept; a schema that is changed is another one. */
const MOST_COMPILED = 500;
const compiled = new Map<string, ReturnType<typeof compileModel>>();

async function validatorOf(
  { models = [] }: Served,
  apiId: string,
  name: string,
): Promise<Awaited<ReturnType<typeof compileModel>>> {
  const key = JSON.stringify([apiId, name, models.map(({ name: each, schema }) => [each, schema])]);
  let validator = compiled.get(key);
  if (validator === undefined) {
    const [oldest] = compiled.keys();
    if (compiled.size >= MOST_COMPILED && oldest !== undefined) compiled.delete(oldest);
    compiled.set(key, (validator = compileModel(models, apiId, name)));
  }
  try {
    return await validator;
  } catch (error) {
    if (error instanceof ModelError) throw internalError(error.message);
    throw error;
  }
}
