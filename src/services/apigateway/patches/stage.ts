// What UpdateStage may change: the stage's own members, its canary, and its settings of methods.

import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import { badRequest } from "../errors.ts";
import type { CanarySettings, MethodSetting, StageRecord } from "../records.ts";
import { canaryOf, requireCacheSize, requireVariables } from "../stages.ts";
import { type Change, flag, parseFlag, parseNumber, patched, type PatchRule, text, type Wording } from "./patch.ts";

/** AWS: recorded, with the commas that are missing there. */
const PATHS =
  "/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, /{resourcePath}/{httpMethod}/metrics/enabled, /{resourcePath}/{httpMethod}/logging/dataTrace, /{resourcePath}/{httpMethod}/logging/loglevel, /{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds, /{resourcePath}/{httpMethod}/caching/enabled, /{resourcePath}/{httpMethod}/caching/dataEncrypted, /{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, /{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, /*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, /*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, /*/*/caching/requireAuthorizationForCacheControl, /*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, /tracingEnabled";

/** AWS: recorded, both. */
const WORDING: Wording<never> = {
  unknownPath: refused,
  unknownOp: refused,
};

function refused({ op, path }: Change) {
  return op === "remove"
    ? badRequest(`Cannot remove method setting ${path.slice(1)} because there is no method setting for this method `)
    : badRequest(`Invalid method setting path: ${path}. Must be one of: [${PATHS}]`);
}

const LOG_LEVELS = ["OFF", "ERROR", "INFO"] as const;
const STRATEGIES = ["FAIL_WITH_403", "SUCCEED_WITH_RESPONSE_HEADER", "SUCCEED_WITHOUT_RESPONSE_HEADER"] as const;

function oneOf<T extends string>(known: readonly T[], { value, path }: Change): T {
  const found = known.find((text) => text === value);
  if (found === undefined)
    throw badRequest(`Invalid value specified for ${path}. Must be one of: [${known.join(", ")}]`);
  return found;
}

function within(minimum: number, maximum: number, { value, path }: Change): number {
  const parsed = parseNumber(value, path);
  if (parsed < minimum || parsed > maximum)
    throw badRequest(`Invalid value specified for ${path}: must be between ${minimum} and ${maximum}`);
  return parsed;
}

const SETTINGS: Readonly<Record<string, (change: Change) => MethodSetting>> = {
  "metrics/enabled": ({ value }) => ({ metricsEnabled: parseFlag(value) }),
  "logging/dataTrace": ({ value }) => ({ dataTraceEnabled: parseFlag(value) }),
  "logging/loglevel": (change) => ({ loggingLevel: oneOf(LOG_LEVELS, change) }),
  "throttling/burstLimit": (change) => ({ throttlingBurstLimit: within(-1, 2_147_483_647, change) }),
  "throttling/rateLimit": (change) => ({ throttlingRateLimit: within(-1, Number.MAX_SAFE_INTEGER, change) }),
  "caching/enabled": ({ value }) => ({ cachingEnabled: parseFlag(value) }),
  // AWS: "The maximum TTL value is 3600 seconds."
  "caching/ttlInSeconds": (change) => ({ cacheTtlInSeconds: within(0, 3600, change) }),
  "caching/dataEncrypted": ({ value }) => ({ cacheDataEncrypted: parseFlag(value) }),
  "caching/requireAuthorizationForCacheControl": ({ value }) => ({
    requireAuthorizationForCacheControl: parseFlag(value),
  }),
  "caching/unauthorizedCacheControlHeaderStrategy": (change) => ({
    unauthorizedCacheControlHeaderStrategy: oneOf(STRATEGIES, change),
  }),
};

/** A setting's key as it is kept: slashes escaped as in the path. */
function keyOf([path = "", method = ""]: readonly string[]): string {
  return `${path.replaceAll("~", "~0").replaceAll("/", "~1")}/${method}`;
}

const settingRules: readonly PatchRule<StageRecord>[] = Object.entries(SETTINGS).map(([name, read]) => ({
  path: `/{resourcePath}/{httpMethod}/${name}`,
  ops: ["replace", "add"],
  apply: (stage, change) => {
    const key = keyOf(change.args);
    return {
      ...stage,
      methodSettings: { ...stage.methodSettings, [key]: { ...stage.methodSettings[key], ...read(change) } },
    };
  },
}));

const removeSetting: PatchRule<StageRecord> = {
  path: "/{resourcePath}/{httpMethod}",
  ops: ["remove"],
  apply: (stage, change) => {
    const key = keyOf(change.args);
    const { [key]: present, ...others } = stage.methodSettings;
    if (present === undefined) throw refused(change);
    return { ...stage, methodSettings: others };
  },
};

function canary(
  path: string,
  ops: readonly string[],
  change: (settings: CanarySettings, change: Change) => CanarySettings,
): PatchRule<StageRecord> {
  return {
    path: `/canarySettings/${path}`,
    ops,
    // AWS: recorded: a canary that is not there comes into being, with no traffic and the stage's deployment.
    apply: (stage, given) => ({
      ...stage,
      canarySettings: canaryOf(
        change(stage.canarySettings ?? canaryOf({}, stage.deploymentId), given),
        stage.deploymentId,
      ),
    }),
  };
}

const logs = (key: "destinationArn" | "format"): PatchRule<StageRecord> => ({
  path: `/accessLogSettings/${key}`,
  ops: ["add", "replace", "remove"],
  apply: (stage, { op, value }) => ({
    ...stage,
    accessLogSettings: { ...stage.accessLogSettings, [key]: op === "remove" ? undefined : value },
  }),
});

function withVariable(present: Readonly<Record<string, string>>, { op, value = "", args: [name = ""] }: Change) {
  const { [name]: _gone, ...others } = present;
  if (op === "remove") return others;
  requireVariables({ [name]: value });
  return { ...others, [name]: value };
}

const RULES: readonly PatchRule<StageRecord>[] = [
  // AWS: a copy from the canary promotes it.
  {
    path: "/deploymentId",
    ops: ["replace", "copy"],
    apply: (stage, change) => ({
      ...stage,
      deploymentId: (change.op === "copy" ? promoted(stage, change, "deploymentId").deploymentId : change.value) ?? "",
    }),
  },
  {
    path: "/variables",
    ops: ["copy"],
    apply: (stage, change) => {
      const { stageVariableOverrides } = promoted(stage, change, "stageVariableOverrides");
      return { ...stage, variables: { ...stage.variables, ...stageVariableOverrides } };
    },
  },
  text<StageRecord, "description">("description", { ops: ["replace", "add", "remove"] }),
  flag<StageRecord, "cacheClusterEnabled">("cacheClusterEnabled"),
  text<StageRecord, "cacheClusterSize">("cacheClusterSize", {
    parse: (value) => {
      requireCacheSize(value);
      return value;
    },
  }),
  text<StageRecord, "clientCertificateId">("clientCertificateId", { ops: ["replace", "add", "remove"] }),
  text<StageRecord, "documentationVersion">("documentationVersion", { ops: ["replace", "add", "remove"] }),
  flag<StageRecord, "tracingEnabled">("tracingEnabled"),
  { path: "/accessLogSettings", ops: ["remove"], apply: (stage) => ({ ...stage, accessLogSettings: undefined }) },
  logs("destinationArn"),
  logs("format"),
  {
    path: "/variables/{name}",
    ops: ["add", "replace", "remove"],
    apply: (stage, change) => ({ ...stage, variables: withVariable(stage.variables, change) }),
  },
  { path: "/canarySettings", ops: ["remove"], apply: (stage) => ({ ...stage, canarySettings: undefined }) },
  canary("percentTraffic", ["replace"], (settings, { value, path }) => ({
    ...settings,
    percentTraffic: parseNumber(value, path),
  })),
  canary("deploymentId", ["replace"], (settings, { value }) => ({ ...settings, deploymentId: value })),
  canary("useStageCache", ["replace"], (settings, { value }) => ({ ...settings, useStageCache: parseFlag(value) })),
  canary("stageVariableOverrides/{name}", ["add", "replace", "remove"], (settings, change) => ({
    ...settings,
    stageVariableOverrides: withVariable(settings.stageVariableOverrides ?? {}, change),
  })),
  ...settingRules,
  removeSetting,
];

function promoted(stage: StageRecord, { from }: Change, name: string): Partial<CanarySettings> {
  if (from !== `/canarySettings/${name}`)
    throw badRequest(`Invalid copy operation: from must be /canarySettings/${name}`);
  return stage.canarySettings ?? {};
}

/** The stage after a patch; what it names is held against the API by the operation. */
export function patchedStage(stage: StageRecord, operations: readonly PatchOperation[] | undefined): StageRecord {
  return patched(stage, operations, RULES, WORDING);
}
