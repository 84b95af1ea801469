// API keys of requests: which key calls, and whether its plan lets it. AWS: "Usage plans and API keys for REST APIs in API Gateway", "API key source".

import { useApiKey } from "../../api-key-use.ts";
import { type Call, headerOf } from "../call.ts";
import { Failure } from "../failure.ts";
import { tooManyRequests } from "./throttle.ts";

/** Throws a failure unless the method asks for no key, or the caller brings one that may call now. */
export async function requireApiKey(call: Call): Promise<void> {
  const { yard, scope, method, deployed, request, facts, access, resource, target } = call;
  // AWS: TestInvokeMethod needs no key.
  if (!method.apiKeyRequired || access === undefined) return;
  const value =
    deployed.api.apiKeySource === "AUTHORIZER" ? facts.usageIdentifierKey : headerOf(request.headers, "x-api-key");
  // AWS: "Forbidden": no key, one that is unknown or disabled, and one whose plans do not have the stage.
  if (value === undefined) throw new Failure("INVALID_API_KEY", "Forbidden");
  const place = `${resource.path}/${method.httpMethod}`;
  const used = await useApiKey(yard, scope, { apiId: target.apiId, stageName: target.stage.stageName, value, place });
  if (used.kind === "unknown") throw new Failure("INVALID_API_KEY", "Forbidden");
  facts.apiKey = { id: used.keyId, value };
  if (used.kind === "throttled") throw tooManyRequests();
  // AWS: "Limit Exceeded".
  if (used.kind === "used-up") throw new Failure("QUOTA_EXCEEDED", "Limit Exceeded");
}
