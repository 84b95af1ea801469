// Deployments: the API as it is at a moment, kept for the stages that serve it.

import type { CreateDeploymentCommandInput, MethodSnapshot, PatchOperation } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../service/apis.ts";
import type { Scope } from "../../service/context.ts";
import type { WriteTx } from "../../store/store.ts";
import { badRequest } from "./errors.ts";
import { requireApi } from "./finding.ts";
import { patched, text } from "./patches/patch.ts";
import type { ApiSnapshot, DeploymentRecord, StageRecord } from "./records.ts";
import { liveSnapshot, loadPart, savePart, saveSnapshot } from "./repo.ts";
import { canaryOf, newStage, requireCacheSize, requireVariables } from "./stages.ts";

/** Keeps the API as it is, and makes or moves the stage that the request names. */
export function deploy(
  tx: WriteTx,
  scope: Scope,
  input: Input<CreateDeploymentCommandInput>,
  id: string,
  nowMs: number,
): DeploymentRecord {
  const { restApiId, stageName, description, canarySettings } = input;
  // AWS: recorded.
  if (canarySettings !== undefined && (stageName ?? "") === "")
    throw badRequest(
      `Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. Provided value is ${stageName ?? "null"}`,
    );
  const snapshot = liveSnapshot(tx, scope, requireApi(tx, scope, restApiId));
  requireDeployable(snapshot);
  const deployment: DeploymentRecord = { v: 1, id, description, createdAtMs: nowMs };
  savePart(tx, scope, restApiId, "deployment", id, deployment);
  saveSnapshot(tx, scope, restApiId, id, snapshot);
  if (stageName !== undefined && stageName !== "") serve(tx, scope, { ...input, stageName }, id, nowMs);
  return deployment;
}

/** AWS: recorded: an API without methods, and one with a method without an integration, cannot be deployed. */
function requireDeployable({ resources }: ApiSnapshot): void {
  const methods = resources.flatMap((resource) => Object.values(resource.methods));
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods");
  if (methods.some(({ methodIntegration }) => methodIntegration === undefined))
    throw badRequest("No integration defined for method");
}

function serve(
  tx: WriteTx,
  scope: Scope,
  input: Input<CreateDeploymentCommandInput> & { readonly stageName: string },
  deploymentId: string,
  nowMs: number,
): void {
  const { restApiId, stageName, canarySettings, stageDescription: description } = input;
  const present = loadPart(tx, scope, restApiId, "stage", stageName);
  // AWS: recorded.
  if (present === undefined && canarySettings !== undefined)
    throw badRequest(
      `Invalid deployment content specified.Stage ${stageName} must already be created before making a canary release deployment`,
    );
  const stage =
    present === undefined
      ? newStage(tx, scope, { ...input, description, deploymentId, canarySettings: undefined }, nowMs)
      : changedStage(present, input, deploymentId, nowMs);
  savePart(tx, scope, restApiId, "stage", stageName, stage);
}

/** AWS: a deployment with canary settings goes to the stage's canary; any other one to the stage itself. */
function changedStage(
  stage: StageRecord,
  input: Input<CreateDeploymentCommandInput>,
  deploymentId: string,
  nowMs: number,
): StageRecord {
  const { canarySettings } = input;
  requireVariables(input.variables);
  requireCacheSize(input.cacheClusterSize);
  const isCanary = canarySettings !== undefined || stage.canarySettings !== undefined;
  return {
    ...stage,
    ...(isCanary
      ? { canarySettings: canaryOf({ ...stage.canarySettings, ...canarySettings, deploymentId }, deploymentId) }
      : { deploymentId }),
    description: input.stageDescription ?? stage.description,
    cacheClusterEnabled: input.cacheClusterEnabled ?? stage.cacheClusterEnabled,
    cacheClusterSize: input.cacheClusterSize ?? stage.cacheClusterSize,
    variables: input.variables === undefined ? stage.variables : { ...stage.variables, ...input.variables },
    tracingEnabled: input.tracingEnabled ?? stage.tracingEnabled,
    updatedAtMs: nowMs,
  };
}

/** What `embed=apisummary` shows: each path's methods. */
export function apiSummary({ resources }: ApiSnapshot): Record<string, Record<string, MethodSnapshot>> {
  const entries = resources.map(({ path, methods }) => {
    const shown = Object.values(methods).map(({ httpMethod, authorizationType, apiKeyRequired }) => [
      httpMethod,
      { authorizationType, apiKeyRequired },
    ]);
    return [path, Object.fromEntries(shown)] as const;
  });
  return Object.fromEntries(entries.filter(([, methods]) => Object.keys(methods).length > 0));
}

/** The deployment after a patch: only its description changes. */
export function patchedDeployment(
  deployment: DeploymentRecord,
  operations: readonly PatchOperation[] | undefined,
): DeploymentRecord {
  return patched(deployment, operations, [text<DeploymentRecord, "description">("description")]);
}
