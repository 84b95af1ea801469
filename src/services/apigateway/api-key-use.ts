// What a call with an API key may do: which plan of the key has the stage, and what of the plan is left. For REST APIs, and for WebSocket APIs,
// whose service asks through the yard. AWS: "Usage plans and API keys for REST APIs in API Gateway".

import { type Rate, takeToken } from "../../service/api-front/token-bucket.ts";
import type { ApiKeyUse, ApiKeyVerdict, Scope, YardContext } from "../../service/context.ts";
import { writeSoon } from "../../store/write-soon.ts";
import type { ApiKeyRecord, ThrottleSettings, UsagePlanRecord } from "./records.ts";
import { listPlanIdsOfKey, loadApiKeyId, loadThing, loadUsage, saveUsage } from "./repo.ts";
import { dateOf, remainingOf } from "./usage.ts";

/** LIMIT: AWS: "Quotas": 10,000 requests a second and a burst of 5,000 for an account in a region. */
export const OF_ACCOUNT: Rate = { rateLimit: 10_000, burstLimit: 5000 };

/** Counts a call with a key, if it may be made now. */
export async function useApiKey(yard: YardContext, scope: Scope, use: ApiKeyUse): Promise<ApiKeyVerdict> {
  const found = findKey(yard, scope, use);
  if (found === undefined) return { kind: "unknown" };
  const { key, plan } = found;
  const admitted = { kind: "admitted", keyId: key.id } as const;
  if (plan === undefined) return admitted;
  if (!isWithinPlan(yard, use, key, plan)) return { ...admitted, kind: "throttled" };
  return (await takeFromQuota(yard, scope, key, plan)) ? admitted : { ...admitted, kind: "used-up" };
}

function findKey(
  { store }: YardContext,
  scope: Scope,
  { apiId, stageName, value }: ApiKeyUse,
): { key: ApiKeyRecord; plan: UsagePlanRecord | undefined } | undefined {
  return store.read((tx) => {
    const keyId = loadApiKeyId(tx, scope, value);
    const key = keyId === undefined ? undefined : loadThing(tx, scope, "apiKey", keyId);
    if (key === undefined || !key.enabled) return undefined;
    const plan = listPlanIdsOfKey(tx, scope, key.id)
      .map((planId) => loadThing(tx, scope, "usagePlan", planId))
      .find((each) => each?.apiStages.some((one) => one.apiId === apiId && one.stage === stageName));
    if (plan !== undefined) return { key, plan };
    return key.stageKeys.includes(`${apiId}/${stageName}`) ? { key, plan: undefined } : undefined;
  });
}

/** AWS: the plan's limits hold for each key; those of a method, too. */
function isWithinPlan(
  yard: YardContext,
  { apiId, stageName, place }: ApiKeyUse,
  key: ApiKeyRecord,
  plan: UsagePlanRecord,
): boolean {
  const stage = plan.apiStages.find((each) => each.apiId === apiId && each.stage === stageName);
  const ofMethod = place === undefined ? undefined : stage?.throttle?.[place];
  const name = `plan ${plan.id} ${key.id}`;
  return (
    (ofMethod === undefined || isWithin(yard, `${name} ${apiId} ${place}`, ofMethod)) &&
    (plan.throttle === undefined || isWithin(yard, name, plan.throttle))
  );
}

/** Counts the call; false where the quota is used up. */
function takeFromQuota(
  { store, clock }: YardContext,
  scope: Scope,
  key: ApiKeyRecord,
  plan: UsagePlanRecord,
): Promise<boolean> {
  const date = dateOf(clock.nowMs());
  return writeSoon(store, (tx) => {
    const remaining = remainingOf(tx, scope, plan, key.id, date);
    if (remaining !== undefined && remaining < 1) return false;
    const used = loadUsage(tx, scope, plan.id, key.id, date)?.used ?? 0;
    saveUsage(tx, scope, plan.id, key.id, { v: 1, date, used: used + 1, remaining: (remaining ?? 1) - 1 });
    return true;
  });
}

/** Takes a token where there is a limit; -1 means none. */
export function isWithin(
  yard: YardContext,
  name: string,
  { rateLimit, burstLimit }: { readonly [Name in keyof ThrottleSettings]?: number | undefined },
): boolean {
  const rate = rateLimit === undefined || rateLimit < 0 ? undefined : rateLimit;
  const burst = burstLimit === undefined || burstLimit < 0 ? undefined : burstLimit;
  if (rate === undefined && burst === undefined) return true;
  return takeToken(yard, name, { rateLimit: rate ?? OF_ACCOUNT.rateLimit, burstLimit: burst ?? OF_ACCOUNT.burstLimit });
}
