// API keys and usage plans: which key calls, whether its plan has the stage, and what of the plan is left.
// AWS: "Usage plans and API keys for REST APIs in API Gateway", "API key source".

import { writeSoon } from "../../../../store/write-soon.ts";
import type { ApiKeyRecord, UsagePlanRecord } from "../../records.ts";
import { listPlanIdsOfKey, loadApiKeyId, loadThing, loadUsage, saveUsage } from "../../repo.ts";
import { dateOf, remainingOf } from "../../usage.ts";
import { type Call, headerOf } from "../call.ts";
import { Failure } from "../failure.ts";
import { isWithin, tooManyRequests } from "./throttle.ts";

/** Throws a failure unless the method asks for no key, or the caller brings one that may call now. */
export async function requireApiKey(call: Call): Promise<void> {
  const { method, deployed, request, facts, access } = call;
  // AWS: TestInvokeMethod needs no key.
  if (!method.apiKeyRequired || access === undefined) return;
  const value =
    deployed.api.apiKeySource === "AUTHORIZER" ? facts.usageIdentifierKey : headerOf(request.headers, "x-api-key");
  const found = value === undefined ? undefined : findKey(call, value);
  // AWS: "Forbidden": no key, one that is unknown or disabled, and one whose plans do not have the stage.
  if (found === undefined) throw new Failure("INVALID_API_KEY", "Forbidden");
  const { key, plan } = found;
  facts.apiKey = { id: key.id, value: key.value };
  if (plan === undefined) return;
  requireWithinPlan(call, key, plan);
  await takeFromQuota(call, key, plan);
}

function findKey(call: Call, value: string): { key: ApiKeyRecord; plan: UsagePlanRecord | undefined } | undefined {
  const { yard, scope, target } = call;
  const { apiId, stage } = target;
  return yard.store.read((tx) => {
    const keyId = loadApiKeyId(tx, scope, value);
    const key = keyId === undefined ? undefined : loadThing(tx, scope, "apiKey", keyId);
    if (key === undefined || !key.enabled) return undefined;
    const plan = listPlanIdsOfKey(tx, scope, key.id)
      .map((planId) => loadThing(tx, scope, "usagePlan", planId))
      .find((each) => each?.apiStages.some((one) => one.apiId === apiId && one.stage === stage.stageName));
    if (plan !== undefined) return { key, plan };
    return key.stageKeys.includes(`${apiId}/${stage.stageName}`) ? { key, plan: undefined } : undefined;
  });
}

/** AWS: the plan's limits hold for each key; those of a method, too. */
function requireWithinPlan(call: Call, key: ApiKeyRecord, plan: UsagePlanRecord): void {
  const { target, resource, method } = call;
  const stage = plan.apiStages.find((each) => each.apiId === target.apiId && each.stage === target.stage.stageName);
  const place = `${resource.path}/${method.httpMethod}`;
  const ofMethod = stage?.throttle?.[place];
  const name = `plan ${plan.id} ${key.id}`;
  if (ofMethod !== undefined && !isWithin(call, `${name} ${target.apiId} ${place}`, ofMethod)) throw tooManyRequests();
  if (plan.throttle !== undefined && !isWithin(call, name, plan.throttle)) throw tooManyRequests();
}

/** Counts the call; throws a failure where the quota is used up. */
async function takeFromQuota({ yard, scope }: Call, key: ApiKeyRecord, plan: UsagePlanRecord): Promise<void> {
  const date = dateOf(yard.clock.nowMs());
  const isTaken = await writeSoon(yard.store, (tx) => {
    const remaining = remainingOf(tx, scope, plan, key.id, date);
    if (remaining !== undefined && remaining < 1) return false;
    const used = loadUsage(tx, scope, plan.id, key.id, date)?.used ?? 0;
    saveUsage(tx, scope, plan.id, key.id, { v: 1, date, used: used + 1, remaining: (remaining ?? 1) - 1 });
    return true;
  });
  // AWS: "Limit Exceeded".
  if (!isTaken) throw new Failure("QUOTA_EXCEEDED", "Limit Exceeded");
}
