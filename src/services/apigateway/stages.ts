// Stages: names under which deployments are served, and their settings of methods.

import type { CreateStageCommandInput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../service/apis.ts";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { badRequest, conflict, limitExceeded, notFound } from "./errors.ts";
import { LIMITS } from "./limits.ts";
import type { CanarySettings, MethodSetting, StageRecord, Texts } from "./records.ts";
import { listParts, loadPart, loadThing } from "./repo.ts";

const CACHE_SIZES = ["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"];

/** AWS: "Stage names can only contain alphanumeric characters, hyphens, and underscores. Maximum length is 128 characters." */
function requireStageName(name: string): void {
  if (!/^[a-zA-Z0-9_-]{1,128}$/.test(name)) throw badRequest("Stage name only allows a-zA-Z0-9_");
}

/** AWS: letters, digits and underscores; values besides those: "-._~:/?#&=,". */
export function requireVariables(variables: Texts | undefined): void {
  for (const [name, value] of Object.entries(variables ?? {})) {
    if (!/^[A-Za-z0-9_]+$/.test(name))
      throw badRequest(
        `Stage variable name '${name}' is invalid. Please use values with alphanumeric characters and underscores only.`,
      );
    if (!/^[A-Za-z0-9\-._~:/?#&=,]*$/.test(value))
      throw badRequest(
        `Stage variable value is invalid. Please use values with alphanumeric characters and -._~:/?#&=,`,
      );
  }
}

export function requireCacheSize(size: string | undefined): void {
  if (size !== undefined && !CACHE_SIZES.includes(size))
    throw badRequest(`Invalid cache cluster size. Must be one of: [${CACHE_SIZES.join(", ")}]`);
}

/** A deployment that is there, as a stage's. */
function requireStageDeployment(tx: ReadTx, scope: Scope, apiId: string, deploymentId: string): void {
  if (loadPart(tx, scope, apiId, "deployment", deploymentId) === undefined)
    throw notFound("Invalid Deployment identifier specified");
}

function requireDocumentationVersion(tx: ReadTx, scope: Scope, apiId: string, version: string | undefined): void {
  if (version !== undefined && loadPart(tx, scope, apiId, "documentationVersion", version) === undefined)
    throw badRequest("Invalid Documentation version specified");
}

/** Refuses a stage that names what is not there. */
export function requireStageIsSound(tx: ReadTx, scope: Scope, apiId: string, stage: StageRecord): void {
  requireStageDeployment(tx, scope, apiId, stage.deploymentId);
  if (stage.canarySettings?.deploymentId !== undefined)
    requireStageDeployment(tx, scope, apiId, stage.canarySettings.deploymentId);
  requireDocumentationVersion(tx, scope, apiId, stage.documentationVersion);
  const { clientCertificateId, accessLogSettings } = stage;
  if (clientCertificateId !== undefined && loadThing(tx, scope, "clientCertificate", clientCertificateId) === undefined)
    throw badRequest("Invalid Client Certificate identifier specified");
  const destination = accessLogSettings?.destinationArn;
  if (
    destination !== undefined &&
    !/^arn:[^:]+:(logs:[^:]+:\d{12}:log-group:.+|firehose:[^:]+:\d{12}:deliverystream\/amazon-apigateway-.+)$/.test(
      destination,
    )
  )
    throw badRequest(
      `Invalid ARN specified in the request. ARNs must start with 'arn:' and the access log destination must be a log group or a Firehose stream whose name begins with amazon-apigateway-`,
    );
}

/** A new stage's record; refuses a name that is taken and what it cannot have. */
export function newStage(tx: ReadTx, scope: Scope, input: Input<CreateStageCommandInput>, nowMs: number): StageRecord {
  const { restApiId, stageName, deploymentId, canarySettings, documentationVersion } = input;
  requireStageName(stageName);
  requireStageDeployment(tx, scope, restApiId, deploymentId);
  if (loadPart(tx, scope, restApiId, "stage", stageName) !== undefined) throw conflict("Stage already exists");
  if (listParts(tx, scope, restApiId, "stage").length >= LIMITS.stages)
    throw limitExceeded(
      "Maximum number of stages for this API has been reached. Please contact AWS if you need additional stages.",
    );
  requireVariables(input.variables);
  requireCacheSize(input.cacheClusterSize);
  requireDocumentationVersion(tx, scope, restApiId, documentationVersion);
  return {
    v: 1,
    stageName,
    deploymentId,
    description: input.description,
    cacheClusterEnabled: input.cacheClusterEnabled ?? false,
    cacheClusterSize: input.cacheClusterSize ?? (input.cacheClusterEnabled === true ? "0.5" : undefined),
    methodSettings: {},
    variables: input.variables ?? {},
    documentationVersion,
    canarySettings: canarySettings === undefined ? undefined : canaryOf(canarySettings, deploymentId),
    tracingEnabled: input.tracingEnabled ?? false,
    tags: input.tags ?? {},
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
}

/** Settings of a canary, whole. */
export function canaryOf(
  given: {
    readonly percentTraffic?: number | undefined;
    readonly deploymentId?: string | undefined;
    readonly stageVariableOverrides?: Texts | undefined;
    readonly useStageCache?: boolean | undefined;
  },
  deploymentId: string,
): CanarySettings {
  const percentTraffic = given.percentTraffic ?? 0;
  if (percentTraffic < 0 || percentTraffic > 100) throw badRequest("Percent traffic must be between 0.0 and 100.0");
  requireVariables(given.stageVariableOverrides);
  return {
    percentTraffic,
    deploymentId: given.deploymentId ?? deploymentId,
    stageVariableOverrides: given.stageVariableOverrides,
    useStageCache: given.useStageCache ?? false,
  };
}

/**
 * The settings that a stage has for a method: its own, over those of all methods. Keys may have a path with or without its first
 * slash: clients write both.
 */
export function methodSettingOf(stage: StageRecord, path: string, httpMethod: string): MethodSetting {
  const escaped = path.replaceAll("~", "~0").replaceAll("/", "~1");
  const { methodSettings } = stage;
  return {
    ...methodSettings["*/*"],
    ...methodSettings[`${escaped.slice(2)}/${httpMethod}`],
    ...methodSettings[`${escaped}/${httpMethod}`],
  };
}
