// AWS::ApiGateway::UsagePlan.

import type { ApiStage, PatchOperation, QuotaSettings, ThrottleSettings } from "@aws-sdk/client-api-gateway";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import {
  capitalized,
  changeTags,
  defined,
  escapePointer,
  everyItem,
  ifThere,
  isOwn,
  listChanges,
  nodeOf,
  nodesOf,
  numberOf,
  replacements,
  requiredText,
  shownTags,
  tagsOf,
  textOf,
} from "./properties.ts";

/** What keys may use. Ref is its id. */
export const usagePlan: ResourceType = {
  typeName: "AWS::ApiGateway::UsagePlan",
  properties: ["ApiStages", "Description", "Quota", "Tags", "Throttle", "UsagePlanName"],

  async create(properties, context) {
    const { aws } = context;
    const present = (await everyItem((of) => aws.apiGateway.getUsagePlans(of))).find(({ tags }) =>
      isOwn(tags, context),
    );
    const made =
      present ??
      (await aws.apiGateway.createUsagePlan({
        name: textOf(properties, "UsagePlanName") ?? context.generateName(),
        description: textOf(properties, "Description"),
        apiStages: stagesOf(properties),
        quota: quotaOf(properties),
        throttle: throttleOf(nodeOf(properties, "Throttle")),
        tags: tagsOf(properties, context),
      }));
    return stateOf(made);
  },

  async read(physicalId, { aws }) {
    const found = await ifThere(() => aws.apiGateway.getUsagePlan({ usagePlanId: physicalId }));
    if (found === undefined) return undefined;
    return defined({
      UsagePlanName: found.name,
      Description: found.description,
      Quota: capitalized(found.quota),
      Throttle: capitalized(found.throttle),
      ApiStages: found.apiStages?.map(({ apiId, stage, throttle }) =>
        defined({
          ApiId: apiId,
          Stage: stage,
          Throttle:
            throttle === undefined
              ? undefined
              : Object.fromEntries(Object.entries(throttle).map(([key, limits]) => [key, capitalized(limits)])),
        }),
      ),
      Tags: shownTags(found.tags),
    });
  },

  async list({ aws }) {
    return (await everyItem((of) => aws.apiGateway.getUsagePlans(of))).map(({ id = "" }) => ({ Id: id }));
  },

  attributesOf: (physicalId) => ({ Id: physicalId }),

  async update(physicalId, properties, previous, context) {
    const patchOperations = [
      ...replacements(properties, previous, { UsagePlanName: "/name", Description: "/description" }),
      ...nodeChanges(properties, previous, "Quota", { Limit: "limit", Offset: "offset", Period: "period" }),
      ...nodeChanges(properties, previous, "Throttle", { BurstLimit: "burstLimit", RateLimit: "rateLimit" }),
      ...stageChanges(properties, previous),
    ];
    if (patchOperations.length > 0)
      await context.aws.apiGateway.updateUsagePlan({
        usagePlanId: physicalId,
        patchOperations: await applicable(physicalId, patchOperations, context),
      });
    await changeTags(`usageplans/${physicalId}`, properties, previous, context);
    return stateOf({ id: physicalId });
  },

  async delete(physicalId, _properties, { aws }) {
    const plan = await ifThere(() => aws.apiGateway.getUsagePlan({ usagePlanId: physicalId }));
    if (plan === undefined) return;
    // AWS: a plan with stages cannot be deleted.
    const patchOperations = (plan.apiStages ?? []).map(({ apiId = "", stage = "" }): PatchOperation => ({
      op: "remove",
      path: "/apiStages",
      value: `${apiId}:${stage}`,
    }));
    if (patchOperations.length > 0) await aws.apiGateway.updateUsagePlan({ usagePlanId: physicalId, patchOperations });
    await ifThere(() => aws.apiGateway.deleteUsagePlan({ usagePlanId: physicalId }));
  },
};

function stateOf({ id = "" }: { readonly id?: string | undefined }): ResourceState {
  return { physicalId: id, attributes: { Id: id } };
}

function quotaOf(properties: Properties): QuotaSettings | undefined {
  const node = nodeOf(properties, "Quota");
  if (node === undefined) return undefined;
  return {
    limit: numberOf(node, "Limit"),
    offset: numberOf(node, "Offset"),
    // The API refuses what is no period.
    period: textOf(node, "Period") as QuotaSettings["period"],
  };
}

function throttleOf(node: Properties | undefined): ThrottleSettings | undefined {
  if (node === undefined) return undefined;
  return { burstLimit: numberOf(node, "BurstLimit"), rateLimit: numberOf(node, "RateLimit") };
}

function throttlesOf(stage: Properties): Record<string, ThrottleSettings> | undefined {
  const node = nodeOf(stage, "Throttle");
  if (node === undefined) return undefined;
  return Object.fromEntries(Object.keys(node).map((key) => [key, throttleOf(nodeOf(node, key)) ?? {}]));
}

function stagesOf(properties: Properties): ApiStage[] {
  return nodesOf(properties, "ApiStages").map((stage) => ({
    apiId: requiredText(stage, "ApiId"),
    stage: requiredText(stage, "Stage"),
    throttle: throttlesOf(stage),
  }));
}

/** A nested object's members one by one; one that is gone is removed. */
function nodeChanges(
  properties: Properties,
  previous: Properties,
  name: string,
  members: Readonly<Record<string, string>>,
): PatchOperation[] {
  const wanted = nodeOf(properties, name);
  const path = `/${name.toLowerCase()}`;
  if (wanted === undefined) return nodeOf(previous, name) === undefined ? [] : [{ op: "remove", path }];
  return Object.entries(members).flatMap(([member, part]) => {
    const value = textOf(wanted, member);
    return value === undefined ? [] : [{ op: "replace", path: `${path}/${part}`, value } as const];
  });
}

function stageChanges(properties: Properties, previous: Properties): PatchOperation[] {
  const wanted = stagesOf(properties);
  const texts = (stages: readonly ApiStage[]): string[] =>
    stages.map(({ apiId = "", stage = "" }) => `${apiId}:${stage}`);
  return [
    ...listChanges(texts(wanted), texts(stagesOf(previous)), "/apiStages"),
    ...wanted.flatMap(({ apiId = "", stage = "", throttle }) =>
      Object.entries(throttle ?? {}).flatMap(([key, limits]) => {
        const at = key.lastIndexOf("/");
        const path = `/apiStages/${apiId}:${stage}/throttle/${escapePointer(key.slice(0, at))}/${key.slice(at + 1)}`;
        return Object.entries(limits).flatMap(([limit, value]) =>
          value === undefined ? [] : [{ op: "replace", path: `${path}/${limit}`, value: String(value) } as const],
        );
      }),
    ),
  ];
}

/** Without removals of stages that have left the plan already: an update may be repeated, and a stage takes itself out when it goes. */
async function applicable(
  usagePlanId: string,
  operations: readonly PatchOperation[],
  { aws }: ResourceContext,
): Promise<PatchOperation[]> {
  const { apiStages = [] } = await aws.apiGateway.getUsagePlan({ usagePlanId });
  const present = new Set(apiStages.map(({ apiId = "", stage = "" }) => `${apiId}:${stage}`));
  return operations.filter(
    ({ op, path, value = "" }) => op !== "remove" || path !== "/apiStages" || present.has(value),
  );
}
