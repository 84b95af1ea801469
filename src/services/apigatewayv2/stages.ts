// What a stage may be: automatic or by deployment, with variables, an access log, and limits for its routes.
// AWS: "Stages for HTTP APIs in API Gateway".

import type { CreateStageCommandInput, RouteSettings } from "@aws-sdk/client-apigatewayv2";
import type { Scope, YardContext } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { accessLogOf } from "./access-logs.ts";
import { protocolOf, requireApi, requirePart } from "./apis.ts";
import { badRequest, notFound, requireServed } from "./errors.ts";
import type { ApiRecord, RouteSettingsRecord, StageRecord } from "./records.ts";
import { listParts } from "./repo.ts";

type StageInput = Partial<CreateStageCommandInput>;

const SERVED = [
  "ApiId",
  "StageName",
  "AutoDeploy",
  "DeploymentId",
  "Description",
  "StageVariables",
  "AccessLogSettings",
  "Tags",
  "DefaultRouteSettings",
  "RouteSettings",
];
/** LIMIT: AWS: "Quotas for configuring and running an HTTP API". */
const MOST_VARIABLES = 100;

/** A record of `input` over what `previous` says. */
export function stageOf(
  tx: ReadTx,
  context: Scope & Pick<YardContext, "apiLogRole">,
  apiId: string,
  input: StageInput,
  nowMs: number,
  previous?: StageRecord,
): StageRecord {
  const scope: Scope = context;
  requireServed(input, SERVED);
  const api = requireApi(tx, scope, apiId);
  const canLog = context.apiLogRole(tx, scope) !== undefined;
  const stageName = input.StageName ?? "";
  // AWS: $default, or letters, digits, hyphens and underscores, up to 128.
  if (stageName !== "$default" && !/^[a-zA-Z0-9_-]{1,128}$/.test(stageName))
    throw badRequest("Stage name only allows a-zA-Z0-9_- and $default");
  const isAutoDeployed = input.AutoDeploy ?? previous?.isAutoDeployed ?? false;
  const deploymentId = input.DeploymentId ?? previous?.deploymentId;
  if (input.DeploymentId !== undefined) {
    if (isAutoDeployed) throw badRequest("Deployment ID cannot be set on stage because it has AutoDeploy enabled");
    requirePart(tx, scope, apiId, "deployment", input.DeploymentId);
  }
  const description = input.Description ?? previous?.description;
  const accessLog =
    input.AccessLogSettings === undefined ? previous?.accessLog : accessLogOf(scope, input.AccessLogSettings);
  const defaults =
    input.DefaultRouteSettings === undefined
      ? previous?.defaultRouteSettings
      : routeSettingsOf(api, input.DefaultRouteSettings, canLog);
  const routeSettings = { ...previous?.routeSettings, ...settingsByRoute(tx, scope, api, input.RouteSettings, canLog) };
  return {
    v: 1,
    stageName,
    isAutoDeployed,
    variables: variablesOf(input.StageVariables, previous),
    tags: input.Tags ?? previous?.tags ?? {},
    createdAtMs: previous?.createdAtMs ?? nowMs,
    updatedAtMs: nowMs,
    ...(previous?.authorizersFlushedAtMs === undefined
      ? {}
      : { authorizersFlushedAtMs: previous.authorizersFlushedAtMs }),
    ...(description === undefined ? {} : { description }),
    ...(deploymentId === undefined ? {} : { deploymentId }),
    ...(accessLog === undefined ? {} : { accessLog }),
    ...(defaults === undefined ? {} : { defaultRouteSettings: defaults }),
    ...(Object.keys(routeSettings).length === 0 ? {} : { routeSettings }),
  };
}

/** AWS: names of letters, digits and underscores up to 64, values up to 512. */
function variablesOf(
  given: StageInput["StageVariables"],
  previous: StageRecord | undefined,
): Readonly<Record<string, string>> {
  const variables = given ?? previous?.variables ?? {};
  const entries = Object.entries(variables);
  if (entries.length > MOST_VARIABLES)
    throw badRequest("Maximum number of stage variables for this stage has been reached");
  for (const [name, value] of entries) {
    if (!/^\w{1,64}$/.test(name)) throw badRequest(`Invalid stage variable name: ${name}`);
    if (!/^[A-Za-z0-9\-._~:/?#&=,]{0,512}$/.test(value))
      throw badRequest(
        "Invalid stage variable value: please use values with alphanumeric characters and the symbols ' ', -, ., _, :, /, ?, &, =, and ,.",
      );
  }
  return variables;
}

function settingsByRoute(
  tx: ReadTx,
  scope: Scope,
  api: ApiRecord,
  given: StageInput["RouteSettings"],
  canLog: boolean,
): Record<string, RouteSettingsRecord> {
  if (given === undefined) return {};
  const keys = listParts(tx, scope, api.apiId, "route").map(({ routeKey }) => routeKey);
  for (const routeKey of Object.keys(given)) {
    if (!keys.includes(routeKey))
      throw notFound(`Unable to find Route by key ${routeKey} within the provided RouteSettings`);
  }
  return Object.fromEntries(
    Object.entries(given).map(([routeKey, settings]) => [routeKey, routeSettingsOf(api, settings, canLog)]),
  );
}

function routeSettingsOf(api: ApiRecord, settings: RouteSettings, canLog: boolean): RouteSettingsRecord {
  const { DetailedMetricsEnabled, ThrottlingBurstLimit, ThrottlingRateLimit, DataTraceEnabled, LoggingLevel } =
    settings;
  if (protocolOf(api) === "HTTP") {
    if (DataTraceEnabled === true) throw badRequest("DataTraceEnabled is not supported for HTTP protocol");
    if (LoggingLevel !== undefined && LoggingLevel !== "OFF")
      throw badRequest("Execution logs are not supported on protocolType HTTP");
  }
  // AWS: recorded: the account's settings name the role that writes execution logs, those of REST APIs too.
  if (!canLog && (DataTraceEnabled === true || (LoggingLevel ?? "OFF") !== "OFF"))
    throw badRequest("CloudWatch Logs role ARN must be set in account settings to enable logging");
  if ((ThrottlingBurstLimit ?? 0) < 0 || (ThrottlingRateLimit ?? 0) < 0)
    throw badRequest("Throttling limits must not be negative");
  return {
    ...(DetailedMetricsEnabled === undefined ? {} : { hasDetailedMetrics: DetailedMetricsEnabled }),
    ...(ThrottlingBurstLimit === undefined ? {} : { burstLimit: ThrottlingBurstLimit }),
    ...(ThrottlingRateLimit === undefined ? {} : { rateLimit: ThrottlingRateLimit }),
    ...(DataTraceEnabled === undefined ? {} : { isDataTraced: DataTraceEnabled }),
    ...(LoggingLevel === undefined ? {} : { loggingLevel: LoggingLevel }),
  };
}
