// What stages and the stage descriptions of deployments share: settings of methods, logs, canaries and variables as patches.

import type { MethodSetting, PatchOperation, Stage } from "@aws-sdk/client-api-gateway";
import type { Properties } from "../../../service/resource-type.ts";
import { capitalized, defined, escapePointer, nodeOf, nodesOf, textOf, textsOf } from "./properties.ts";

const SETTINGS: Readonly<Record<string, string>> = {
  CacheDataEncrypted: "caching/dataEncrypted",
  CacheTtlInSeconds: "caching/ttlInSeconds",
  CachingEnabled: "caching/enabled",
  DataTraceEnabled: "logging/dataTrace",
  LoggingLevel: "logging/loglevel",
  MetricsEnabled: "metrics/enabled",
  ThrottlingBurstLimit: "throttling/burstLimit",
  ThrottlingRateLimit: "throttling/rateLimit",
};

/**
 * "~1orders~1{id}/GET" of { ResourcePath: "/~1orders~1{id}", HttpMethod: "GET" }. AWS: AWS::ApiGateway::Stage MethodSetting: slashes are
 * written as ~1 after the first, "/*" means all, and "/" the root.
 */
function settingKey(setting: Properties): string {
  const path = textOf(setting, "ResourcePath") ?? "/*";
  const method = textOf(setting, "HttpMethod") ?? "*";
  if (path === "/") return `~1/${method}`;
  const part = path.startsWith("/") ? path.slice(1) : path;
  return `${part.includes("/") ? escapePointer(`/${part}`) : part}/${method}`;
}

/** Settings of methods: those that are gone are removed, the others set. A description has settings of all methods beside its list. */
export function settingChanges(properties: Properties, present: Stage | undefined): PatchOperation[] {
  const settings = settingsOf(properties);
  const wanted = new Set(settings.map(settingKey));
  const gone = Object.keys(present?.methodSettings ?? {}).filter((key) => !wanted.has(key));
  return [
    ...gone.map((key) => ({ op: "remove", path: `/${key}` }) as const),
    ...settings.flatMap((setting) =>
      Object.entries(SETTINGS).flatMap(([name, path]) => {
        const value = textOf(setting, name);
        return value === undefined ? [] : [{ op: "replace", path: `/${settingKey(setting)}/${path}`, value } as const];
      }),
    ),
  ];
}

function settingsOf(properties: Properties): readonly Properties[] {
  const ofAll = Object.fromEntries(Object.entries(properties).filter(([name]) => name in SETTINGS));
  const list = nodesOf(properties, "MethodSettings");
  return Object.keys(ofAll).length === 0 ? list : [{ ...ofAll, ResourcePath: "/*", HttpMethod: "*" }, ...list];
}

/** Variables, logs, the canary and the stage's own members. */
export function stageChanges(properties: Properties, present: Stage): PatchOperation[] {
  const set = (
    path: string,
    value: string | undefined,
    now: string | number | boolean | undefined,
  ): PatchOperation[] => {
    if (value === (now === undefined ? undefined : String(now))) return [];
    return [value === undefined ? { op: "remove", path } : { op: "replace", path, value }];
  };
  const logs = nodeOf(properties, "AccessLogSetting");
  const canary = nodeOf(properties, "CanarySetting");
  const { canarySettings, accessLogSettings } = present;
  const now = { ...present.variables };
  const variables = textsOf(properties, "Variables") ?? {};
  const overridesNow = { ...canarySettings?.stageVariableOverrides };
  const overrides = canary === undefined ? {} : (textsOf(canary, "StageVariableOverrides") ?? {});
  const names = (...maps: readonly object[]): Set<string> => new Set(maps.flatMap((map) => Object.keys(map)));
  return [
    ...set("/description", textOf(properties, "Description"), present.description),
    ...set("/clientCertificateId", textOf(properties, "ClientCertificateId"), present.clientCertificateId),
    ...set("/documentationVersion", textOf(properties, "DocumentationVersion"), present.documentationVersion),
    ...set("/tracingEnabled", textOf(properties, "TracingEnabled") ?? "false", present.tracingEnabled),
    ...set("/cacheClusterEnabled", textOf(properties, "CacheClusterEnabled") ?? "false", present.cacheClusterEnabled),
    ...(textOf(properties, "CacheClusterSize") === undefined
      ? []
      : set("/cacheClusterSize", textOf(properties, "CacheClusterSize"), present.cacheClusterSize)),
    ...[...names(variables, now)].flatMap((name) => set(`/variables/${name}`, variables[name], now[name])),
    ...(logs === undefined
      ? accessLogSettings === undefined
        ? []
        : [{ op: "remove", path: "/accessLogSettings" } as const]
      : [
          ...set(
            "/accessLogSettings/destinationArn",
            textOf(logs, "DestinationArn"),
            accessLogSettings?.destinationArn,
          ),
          ...set("/accessLogSettings/format", textOf(logs, "Format"), accessLogSettings?.format),
        ]),
    ...(canary === undefined
      ? canarySettings === undefined
        ? []
        : [{ op: "remove", path: "/canarySettings" } as const]
      : [
          ...set(
            "/canarySettings/percentTraffic",
            textOf(canary, "PercentTraffic") ?? "0",
            canarySettings?.percentTraffic,
          ),
          ...set(
            "/canarySettings/useStageCache",
            textOf(canary, "UseStageCache") ?? "false",
            canarySettings?.useStageCache,
          ),
          ...(textOf(canary, "DeploymentId") === undefined
            ? []
            : set("/canarySettings/deploymentId", textOf(canary, "DeploymentId"), canarySettings?.deploymentId)),
          ...[...names(overrides, overridesNow)].flatMap((name) =>
            set(`/canarySettings/stageVariableOverrides/${name}`, overrides[name], overridesNow[name]),
          ),
        ]),
  ];
}

/** A stage's properties as templates have them; a path that `known` writes in another way is shown in that. */
export function shownStage(stage: Stage, known: Properties = {}): Record<string, unknown> {
  const { canarySettings, accessLogSettings } = stage;
  const written = new Map(settingsOf(known).map((setting) => [settingKey(setting), textOf(setting, "ResourcePath")]));
  const settings = Object.entries(stage.methodSettings ?? {}).map(([key, setting]) => {
    const ResourcePath = written.get(key);
    return { ...shownSetting(key, setting), ...(ResourcePath === undefined ? {} : { ResourcePath }) };
  });
  return defined({
    StageName: stage.stageName,
    DeploymentId: stage.deploymentId,
    Description: stage.description,
    ClientCertificateId: stage.clientCertificateId,
    DocumentationVersion: stage.documentationVersion,
    TracingEnabled: stage.tracingEnabled,
    CacheClusterEnabled: stage.cacheClusterEnabled,
    CacheClusterSize: stage.cacheClusterSize,
    Variables: stage.variables,
    AccessLogSetting: capitalized(accessLogSettings),
    CanarySetting: capitalized(canarySettings),
    MethodSettings: settings.length === 0 ? undefined : settings,
  });
}

function shownSetting(key: string, setting: MethodSetting): Record<string, unknown> {
  const at = key.lastIndexOf("/");
  const {
    requireAuthorizationForCacheControl: _required,
    unauthorizedCacheControlHeaderStrategy: _strategy,
    ...rest
  } = setting;
  const path = key.slice(0, at);
  return { ResourcePath: path === "~1" ? "/" : `/${path}`, HttpMethod: key.slice(at + 1), ...capitalized(rest) };
}
