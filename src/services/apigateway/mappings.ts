// What holds on to APIs and stages from outside them: base path mappings, and usage plans.

import { domainsOf } from "../../service/api-domains/mappings.ts";
import type { Scope } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { badRequest } from "./errors.ts";
import { listThings, saveThing } from "./repo.ts";

/** Refuses to remove an API, or a stage, that a domain maps to. AWS: "Please remove all base path mappings related to the API in your domains". */
export function requireUnmapped(tx: ReadTx, scope: Scope, restApiId: string, stageName?: string): void {
  const domains = domainsOf(tx, scope, restApiId, stageName);
  if (domains.length > 0)
    throw badRequest(
      `Please remove all base path mappings related to the ${stageName === undefined ? "API" : "stage"} in your domains: ${domains.join(", ")}`,
    );
}

/** Takes an API, or a stage, that goes out of all usage plans. */
export function leavePlans(tx: WriteTx, scope: Scope, restApiId: string, stageName?: string): void {
  for (const plan of listThings(tx, scope, "usagePlan")) {
    const apiStages = plan.apiStages.filter(
      ({ apiId, stage }) => apiId !== restApiId || (stageName !== undefined && stage !== stageName),
    );
    if (apiStages.length < plan.apiStages.length) saveThing(tx, scope, "usagePlan", plan.id, { ...plan, apiStages });
  }
}
