// UsagePlan of a SAM REST API: a plan, a key and the key's place in it, for one API or for all that share them.

import { isRecord } from "../../template/values.ts";
import { pick, SamError } from "../draft.ts";
import type { Draft, Values } from "../draft.ts";

const KNOWN = new Set(["CreateUsagePlan", "Description", "Quota", "Tags", "Throttle", "UsagePlanName"]);

/** Adds the resources to the draft. */
export function addUsagePlan(draft: Draft, logicalId: string, stageId: string, attributes: Values, plan: Values): void {
  for (const name of Object.keys(plan)) if (!KNOWN.has(name)) throw new SamError("Invalid property for 'UsagePlan'");
  const kind = plan["CreateUsagePlan"];
  if (kind === undefined) throw new SamError("'CreateUsagePlan' is a required field for UsagePlan.");
  if (kind !== "SHARED" && kind !== "PER_API" && kind !== "NONE")
    throw new SamError("'CreateUsagePlan' accepts one of ['SHARED', 'PER_API', 'NONE'].");
  if (kind === "NONE") return;
  if (kind === "SHARED" && attributes["Condition"] !== undefined)
    throw new SamError("Shared usage plans of APIs with conditions are not supported by this cloud yet.");
  const prefix = kind === "SHARED" ? "Serverless" : logicalId;
  const planId = `${prefix}UsagePlan`;
  const keyId = `${prefix}ApiKey`;
  const placeId = `${prefix}UsagePlanKey`;
  const before = kind === "SHARED" ? draft.resources.get(planId) : undefined;
  const keyBefore = kind === "SHARED" ? draft.resources.get(keyId) : undefined;
  const apiId = { Ref: logicalId };
  const stage = { Ref: stageId };
  draft.add(
    planId,
    "AWS::ApiGateway::UsagePlan",
    { DependsOn: [...listIn(before, "DependsOn"), logicalId], ...attributes },
    {
      ApiStages: [...listIn(propertiesOf(before), "ApiStages"), { ApiId: apiId, Stage: stage }],
      ...pick(plan, ["UsagePlanName", "Description", "Quota", "Tags", "Throttle"]),
    },
  );
  draft.add(
    keyId,
    "AWS::ApiGateway::ApiKey",
    { DependsOn: [planId], ...attributes },
    {
      Enabled: true,
      StageKeys: [...listIn(propertiesOf(keyBefore), "StageKeys"), { RestApiId: apiId, StageName: stage }],
    },
  );
  draft.add(
    placeId,
    "AWS::ApiGateway::UsagePlanKey",
    { DependsOn: [keyId], ...attributes },
    {
      KeyId: { Ref: keyId },
      KeyType: "API_KEY",
      UsagePlanId: { Ref: planId },
    },
  );
  draft.names.set(`${logicalId}.UsagePlan`, planId);
  draft.names.set(`${logicalId}.ApiKey`, keyId);
  draft.names.set(`${logicalId}.UsagePlanKey`, placeId);
}

function propertiesOf(resource: unknown): unknown {
  return isRecord(resource) ? resource["Properties"] : undefined;
}

function listIn(value: unknown, name: string): unknown[] {
  const list = isRecord(value) ? value[name] : undefined;
  return Array.isArray(list) ? list : [];
}
