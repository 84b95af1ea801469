// Usage plans: which stages' keys may call how often.

import type {
  ApiStage,
  PatchOperation,
  QuotaSettings as QuotaShape,
  ThrottleSettings as ThrottleShape,
} from "@aws-sdk/client-api-gateway";
import type { Context, Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { badRequest, conflict, limitExceeded, notFound } from "./errors.ts";
import { LIMITS } from "./limits.ts";
import { parseNumber, patched, type PatchRule, text } from "./patches/patch.ts";
import type { QuotaSettings, ThrottleSettings, UsagePlanRecord, UsagePlanStage } from "./records.ts";
import { listPlanIdsOfKey, loadPlanKey, loadThing } from "./repo.ts";

/** A quota that is whole. AWS: QuotaSettings: an offset within the period. */
export function quotaOf(given: QuotaShape | undefined): QuotaSettings | undefined {
  if (given === undefined) return undefined;
  const { limit = 0, offset = 0, period } = given;
  if (period !== "DAY" && period !== "WEEK" && period !== "MONTH")
    throw badRequest("Quota period must be one of: [DAY, WEEK, MONTH]");
  if (limit < 1) throw badRequest("Quota limit must be greater than 0");
  const longest = { DAY: 0, WEEK: 6, MONTH: 27 }[period];
  if (offset < 0 || offset > longest)
    throw badRequest(`Usage Plan quota offset must be between 0 and ${longest} for period ${period}`);
  return { limit, offset, period };
}

/** Limits of calls per second; none is below zero. */
export function throttleOf(given: ThrottleShape | undefined): ThrottleSettings | undefined {
  if (given === undefined) return undefined;
  const { burstLimit, rateLimit } = given;
  if ((burstLimit ?? 0) < 0 || (rateLimit ?? 0) < 0)
    throw badRequest("Throttle limits must be greater than or equal to 0");
  return { burstLimit, rateLimit };
}

/** A stage that is there, of an API that is there. */
export function planStageOf(
  tx: ReadTx,
  context: Pick<Context, "findApi" | "account" | "region">,
  { apiId = "", stage = "", throttle }: ApiStage,
): UsagePlanStage {
  const api = context.findApi(tx, context, apiId);
  // AWS: usage plans are for REST APIs and WebSocket APIs.
  if (api === undefined || api.protocol === "HTTP" || !api.hasStage(stage))
    throw notFound(`API Stage not found: ${apiId}:${stage}`);
  const limits = Object.entries(throttle ?? {}).map(([key, value]) => [key, throttleOf(value) ?? {}] as const);
  return { apiId, stage, ...(throttle === undefined ? {} : { throttle: Object.fromEntries(limits) }) };
}

const THROTTLES = ["rateLimit", "burstLimit"] as const;

/** The plan after a patch. AWS: UpdateUsagePlan's paths; a stage is "API_ID:STAGE". */
export function patchedPlan(
  tx: ReadTx,
  context: Pick<Context, "findApi" | "account" | "region">,
  plan: UsagePlanRecord,
  operations: readonly PatchOperation[] | undefined,
): UsagePlanRecord {
  const named = (text: string): { readonly apiId: string; readonly stage: string } => {
    const [apiId = "", stage = ""] = text.split(":");
    return { apiId, stage };
  };
  const others = (stages: readonly UsagePlanStage[], text: string): readonly UsagePlanStage[] =>
    stages.filter(({ apiId, stage }) => `${apiId}:${stage}` !== text);
  const rules: readonly PatchRule<UsagePlanRecord>[] = [
    text<UsagePlanRecord, "name">("name"),
    text<UsagePlanRecord, "description">("description"),
    text<UsagePlanRecord, "productCode">("productCode", {
      ops: ["add", "replace", "remove"],
      parse: (value) => value || undefined,
    }),
    { path: "/quota", ops: ["remove"], apply: (record) => ({ ...record, quota: undefined }) },
    ...(["limit", "offset", "period"] as const).map((name): PatchRule<UsagePlanRecord> => ({
      path: `/quota/${name}`,
      ops: ["add", "replace"],
      apply: (record, { value, path }) => ({
        ...record,
        // The three arrive one by one: what is missing of them is asked for at the end.
        quota: {
          ...(record.quota ?? { limit: 0, offset: 0, period: "DAY" }),
          [name]: name === "period" ? value : parseNumber(value, path),
        },
      }),
    })),
    { path: "/throttle", ops: ["remove"], apply: (record) => ({ ...record, throttle: undefined }) },
    ...THROTTLES.map((name): PatchRule<UsagePlanRecord> => ({
      path: `/throttle/${name}`,
      ops: ["add", "replace"],
      apply: (record, { value, path }) => ({
        ...record,
        throttle: throttleOf({ ...record.throttle, [name]: parseNumber(value, path) }),
      }),
    })),
    {
      path: "/apiStages",
      ops: ["add", "remove"],
      apply: (record, { op, value = "" }) => {
        if (op === "remove" && others(record.apiStages, value).length === record.apiStages.length)
          throw notFound(`Usage Plan ${record.id} does not have API Stage ${value}`);
        const added = op === "add" ? [planStageOf(tx, context, named(value))] : [];
        return { ...record, apiStages: [...others(record.apiStages, value), ...added] };
      },
    },
    {
      path: "/apiStages/{stage}/throttle",
      ops: ["remove"],
      apply: (record, { args: [stage = ""] }) =>
        withStage(record, stage, (present) => ({ ...present, throttle: undefined })),
    },
    ...THROTTLES.map((name): PatchRule<UsagePlanRecord> => ({
      path: `/apiStages/{stage}/throttle/{path}/{method}/${name}`,
      ops: ["add", "replace"],
      apply: (record, { value, path, args: [stage = "", resourcePath = "", method = ""] }) =>
        withStage(record, stage, (present) => {
          const key = `${resourcePath}/${method}`;
          const limits = { ...present.throttle?.[key], [name]: parseNumber(value, path) };
          return { ...present, throttle: { ...present.throttle, [key]: limits } };
        }),
    })),
    {
      path: "/apiStages/{stage}/throttle/{path}/{method}",
      ops: ["remove"],
      apply: (record, { args: [stage = "", resourcePath = "", method = ""] }) =>
        withStage(record, stage, (present) => {
          const { [`${resourcePath}/${method}`]: _gone, ...throttle } = present.throttle ?? {};
          return { ...present, throttle };
        }),
    },
  ];
  const changed = patched(plan, operations, rules);
  return { ...changed, quota: quotaOf(changed.quota), throttle: throttleOf(changed.throttle) };
}

function withStage(
  plan: UsagePlanRecord,
  text: string,
  change: (stage: UsagePlanStage) => UsagePlanStage,
): UsagePlanRecord {
  if (!plan.apiStages.some(({ apiId, stage }) => `${apiId}:${stage}` === text))
    throw notFound(`Usage Plan ${plan.id} does not have API Stage ${text}`);
  return {
    ...plan,
    apiStages: plan.apiStages.map((present) =>
      `${present.apiId}:${present.stage}` === text ? change(present) : present,
    ),
  };
}

/** A key's place in a plan that is there. */
export function requirePlanKey(tx: ReadTx, scope: Scope, planId: string, keyId: string): void {
  if (loadPlanKey(tx, scope, planId, keyId) === undefined)
    throw notFound("Invalid Usage Plan Key identifier specified");
}

/** AWS: a key is in at most ten plans, and in one of those that have a stage. */
export function requireRoomInPlans(tx: ReadTx, scope: Scope, plan: UsagePlanRecord, keyId: string): void {
  const planIds = listPlanIdsOfKey(tx, scope, keyId);
  if (planIds.length >= LIMITS.plansOfKey)
    throw limitExceeded("Maximum number of Usage Plans for this API Key has been reached");
  const stages = new Set(plan.apiStages.map(({ apiId, stage }) => `${apiId}:${stage}`));
  for (const planId of planIds)
    for (const { apiId, stage } of loadThing(tx, scope, "usagePlan", planId)?.apiStages ?? [])
      if (stages.has(`${apiId}:${stage}`))
        throw conflict(
          `API Key ${keyId} cannot be added to Usage Plan ${plan.id}: it is already in Usage Plan ${planId} with API Stage ${apiId}:${stage}`,
        );
}
