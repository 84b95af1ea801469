// Deployment groups: their settings, and all that can be wrong with them.

import type {
  AlarmConfiguration,
  AutoRollbackConfiguration,
  DeploymentGroupInfo,
  DeploymentStyle,
  TriggerConfig,
} from "@aws-sdk/client-codedeploy";
import { parseArn } from "../../kernel/arns.ts";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { requireApplication } from "./applications.ts";
import { DEFAULT_CONFIG, requireConfig } from "./configs.ts";
import {
  alarmsLimit,
  groupNotFound,
  invalidAlarms,
  invalidAutoRollback,
  invalidRole,
  invalidStyle,
  invalidTrigger,
  triggersLimit,
} from "./errors.ts";
import type { GroupRecord } from "./records.ts";
import { loadGroup } from "./repo.ts";

/** The group; throws DeploymentGroupDoesNotExistException. */
export function requireGroup(tx: ReadTx, scope: Scope, application: string, name: string): GroupRecord {
  requireApplication(tx, scope, application);
  const group = loadGroup(tx, scope, application, name);
  if (group === undefined) throw groupNotFound(name);
  return group;
}

// LIMIT: AWS: "Quotas" (CodeDeploy User Guide); AlarmsLimitExceededException.
const MOST_ALARMS = 10;
const MOST_TRIGGERS = 10;

type Settings = Pick<GroupRecord, "alarms" | "autoRollback" | "configName" | "roleArn" | "triggers">;

/** Parses a group's settings; what is not given is as it was. */
export function parseGroup(
  tx: ReadTx,
  scope: Scope,
  input: {
    readonly deploymentConfigName?: string;
    readonly serviceRoleArn?: string;
    readonly alarmConfiguration?: AlarmConfiguration;
    readonly autoRollbackConfiguration?: AutoRollbackConfiguration;
    readonly triggerConfigurations?: readonly TriggerConfig[];
    readonly deploymentStyle?: DeploymentStyle;
  },
  before?: GroupRecord,
): Settings {
  requireStyle(input.deploymentStyle);
  const roleArn = input.serviceRoleArn ?? before?.roleArn ?? "";
  const role = parseArn(roleArn);
  if (role?.service !== "iam" || !role.resource.startsWith("role/"))
    throw invalidRole(`The role ${roleArn} is not valid.`);
  const configName = input.deploymentConfigName ?? before?.configName ?? DEFAULT_CONFIG;
  requireConfig(tx, scope, configName);
  return {
    roleArn,
    configName,
    alarms: checkAlarms(input.alarmConfiguration) ?? before?.alarms,
    autoRollback: checkAutoRollback(input.autoRollbackConfiguration) ?? before?.autoRollback,
    triggers:
      input.triggerConfigurations === undefined ? (before?.triggers ?? []) : checkTriggers(input.triggerConfigurations),
  };
}

// AWS: DeploymentStyle: functions are deployed blue/green with traffic control only.
function requireStyle(style: DeploymentStyle | undefined): void {
  if (style === undefined) return;
  const { deploymentType = "BLUE_GREEN", deploymentOption = "WITH_TRAFFIC_CONTROL" } = style;
  if (deploymentType !== "BLUE_GREEN" || deploymentOption !== "WITH_TRAFFIC_CONTROL")
    throw invalidStyle("Deployments of functions are of the style BLUE_GREEN, WITH_TRAFFIC_CONTROL.");
}

/** Throws InvalidAlarmConfigException. */
export function checkAlarms(given: AlarmConfiguration | undefined): GroupRecord["alarms"] {
  if (given === undefined) return undefined;
  const names = (given.alarms ?? []).map(({ name }) => name);
  if (names.length > MOST_ALARMS) throw alarmsLimit("A deployment group can have 10 alarms at most.");
  if (names.some((name) => name === undefined || name === "")) throw invalidAlarms("An alarm needs a name.");
  if (new Set(names).size < names.length) throw invalidAlarms("An alarm is named more than once.");
  if (given.enabled === true && names.length === 0) throw invalidAlarms("Alarms are enabled, and none is named.");
  return given;
}

/** Throws InvalidAutoRollbackConfigException. */
export function checkAutoRollback(given: AutoRollbackConfiguration | undefined): GroupRecord["autoRollback"] {
  if (given?.enabled === true && (given.events ?? []).length === 0)
    throw invalidAutoRollback("Automatic rollbacks are enabled, and no event is named.");
  return given;
}

function checkTriggers(given: readonly TriggerConfig[]): GroupRecord["triggers"] {
  if (given.length > MOST_TRIGGERS) throw triggersLimit("A deployment group can have 10 triggers at most.");
  for (const { triggerName, triggerTargetArn = "", triggerEvents = [] } of given)
    if (triggerName === undefined || parseArn(triggerTargetArn)?.service !== "sns" || triggerEvents.length === 0)
      throw invalidTrigger("A trigger needs a name, the ARN of a topic, and events.");
  return given;
}

/** A group by its wire names. */
export function describeGroup(group: GroupRecord): DeploymentGroupInfo {
  return {
    applicationName: group.applicationName,
    deploymentGroupId: group.id,
    deploymentGroupName: group.name,
    deploymentConfigName: group.configName,
    serviceRoleArn: group.roleArn,
    triggerConfigurations: group.triggers as TriggerConfig[],
    alarmConfiguration: group.alarms as AlarmConfiguration | undefined,
    autoRollbackConfiguration: group.autoRollback as AutoRollbackConfiguration | undefined,
    deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
    computePlatform: "Lambda",
  };
}
