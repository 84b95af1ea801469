// Deployment configurations: AWS's own for functions, and those that are made.

import type { DeploymentConfigInfo, TrafficRoutingConfig } from "@aws-sdk/client-codedeploy";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { configNotFound, invalidTraffic } from "./errors.ts";
import type { ConfigRecord, Traffic } from "./records.ts";
import { listConfigs, loadConfig } from "./repo.ts";

const canary = (percentage: number, minutes: number): Traffic => ({ kind: "TimeBasedCanary", percentage, minutes });
const linear = (percentage: number, minutes: number): Traffic => ({ kind: "TimeBasedLinear", percentage, minutes });

// AWS: CodeDeploy User Guide, "Deployment configurations on an AWS Lambda compute platform".
const PREDEFINED: Readonly<Record<string, Traffic>> = {
  "CodeDeployDefault.LambdaAllAtOnce": { kind: "AllAtOnce" },
  "CodeDeployDefault.LambdaCanary10Percent5Minutes": canary(10, 5),
  "CodeDeployDefault.LambdaCanary10Percent10Minutes": canary(10, 10),
  "CodeDeployDefault.LambdaCanary10Percent15Minutes": canary(10, 15),
  "CodeDeployDefault.LambdaCanary10Percent30Minutes": canary(10, 30),
  "CodeDeployDefault.LambdaLinear10PercentEvery1Minute": linear(10, 1),
  "CodeDeployDefault.LambdaLinear10PercentEvery2Minutes": linear(10, 2),
  "CodeDeployDefault.LambdaLinear10PercentEvery3Minutes": linear(10, 3),
  "CodeDeployDefault.LambdaLinear10PercentEvery10Minutes": linear(10, 10),
};

/** AWS: CreateDeploymentGroup, deploymentConfigName: of the Lambda platform, if none is named. */
export const DEFAULT_CONFIG = "CodeDeployDefault.LambdaAllAtOnce";

/** The configuration of this name; throws DeploymentConfigDoesNotExistException. */
export function requireConfig(tx: ReadTx, scope: Scope, name: string): ConfigRecord {
  const traffic = PREDEFINED[name];
  const config = traffic === undefined ? loadConfig(tx, scope, name) : predefined(name, traffic);
  if (config === undefined) throw configNotFound(name);
  return config;
}

function predefined(name: string, traffic: Traffic): ConfigRecord {
  return { v: 1, name, id: "00000000-0000-0000-0000-000000000000", createdAtMs: 0, traffic };
}

/** True for AWS's own. */
export function isPredefined(name: string): boolean {
  return name.startsWith("CodeDeployDefault.");
}

/** All names, AWS's own first. */
export function configNames(tx: ReadTx, scope: Scope): string[] {
  return [...Object.keys(PREDEFINED), ...[...listConfigs(tx, scope)].map(({ name }) => name)];
}

/** Parses how traffic moves; throws InvalidTrafficRoutingConfigurationException. */
export function parseTraffic(given: TrafficRoutingConfig | undefined): Traffic {
  if (given === undefined || given.type === "AllAtOnce") return { kind: "AllAtOnce" };
  const [percentage, minutes] =
    given.type === "TimeBasedCanary"
      ? [given.timeBasedCanary?.canaryPercentage, given.timeBasedCanary?.canaryInterval]
      : [given.timeBasedLinear?.linearPercentage, given.timeBasedLinear?.linearInterval];
  if (given.type === undefined || percentage === undefined || minutes === undefined)
    throw invalidTraffic("The traffic routing configuration needs a percentage and an interval.");
  // AWS: CodeDeploy quotas: between 1 and 99 percent, and two days of hours at most.
  if (percentage < 1 || percentage > 99 || minutes < 1 || minutes > 2_880)
    throw invalidTraffic("Percentages must lie between 1 and 99, and intervals between 1 and 2880 minutes.");
  return { kind: given.type, percentage, minutes };
}

/** A configuration by its wire names. */
export function describeConfig({ name, id, createdAtMs, traffic }: ConfigRecord): DeploymentConfigInfo {
  return {
    deploymentConfigId: id,
    deploymentConfigName: name,
    computePlatform: "Lambda",
    createTime: new Date(createdAtMs),
    trafficRoutingConfig: describeTraffic(traffic),
  };
}

function describeTraffic(traffic: Traffic): TrafficRoutingConfig {
  if (traffic.kind === "AllAtOnce") return { type: "AllAtOnce" };
  const { kind: type, percentage, minutes } = traffic;
  return type === "TimeBasedCanary"
    ? { type, timeBasedCanary: { canaryPercentage: percentage, canaryInterval: minutes } }
    : { type, timeBasedLinear: { linearPercentage: percentage, linearInterval: minutes } };
}

/** The share of the target version after its present one, in percent. */
export function nextPercentage(traffic: Traffic, percentage: number): number {
  if (traffic.kind === "AllAtOnce") return 100;
  if (traffic.kind === "TimeBasedCanary") return percentage === 0 ? traffic.percentage : 100;
  return Math.min(100, percentage + traffic.percentage);
}
