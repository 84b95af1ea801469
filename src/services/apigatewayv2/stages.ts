// What a stage may be here: automatic or by deployment, with variables; logs and throttles of its own are refused.

import type { CreateStageCommandInput } from "@aws-sdk/client-apigatewayv2";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { requirePart } from "./apis.ts";
import { badRequest, notServed, requireServed } from "./errors.ts";
import type { StageRecord } from "./records.ts";

type StageInput = Partial<CreateStageCommandInput>;

const SERVED = [
  "ApiId",
  "StageName",
  "AutoDeploy",
  "DeploymentId",
  "Description",
  "StageVariables",
  "Tags",
  "DefaultRouteSettings",
  "RouteSettings",
];

/** A record of `input` over what `previous` says. */
export function stageOf(
  tx: ReadTx,
  scope: Scope,
  apiId: string,
  input: StageInput,
  nowMs: number,
  previous?: StageRecord,
): StageRecord {
  requireServed(input, SERVED);
  // Tools send empty settings; settings that ask for something are refused.
  for (const settings of [input.DefaultRouteSettings, ...Object.values(input.RouteSettings ?? {})]) {
    if (Object.values(settings ?? {}).some((value) => value !== undefined && value !== false))
      throw notServed("route settings");
  }
  const stageName = input.StageName ?? "";
  // AWS: "Stages for HTTP APIs": $default, or letters, digits, hyphens and underscores, up to 128.
  if (stageName !== "$default" && !/^[a-zA-Z0-9_-]{1,128}$/.test(stageName))
    throw badRequest("Stage name only allows a-zA-Z0-9_- and $default");
  const isAutoDeployed = input.AutoDeploy ?? previous?.isAutoDeployed ?? false;
  const deploymentId = input.DeploymentId ?? previous?.deploymentId;
  if (input.DeploymentId !== undefined) {
    if (isAutoDeployed) throw badRequest("Deployment ID cannot be set on stage because it has AutoDeploy enabled");
    requirePart(tx, scope, apiId, "deployment", input.DeploymentId);
  }
  const description = input.Description ?? previous?.description;
  return {
    v: 1,
    stageName,
    isAutoDeployed,
    variables: input.StageVariables ?? previous?.variables ?? {},
    tags: input.Tags ?? previous?.tags ?? {},
    createdAtMs: previous?.createdAtMs ?? nowMs,
    updatedAtMs: nowMs,
    ...(description === undefined ? {} : { description }),
    ...(deploymentId === undefined ? {} : { deploymentId }),
  };
}
