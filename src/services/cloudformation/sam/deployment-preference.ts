// DeploymentPreference of functions: a deployment group of CodeDeploy for each, one application and one role for all, and the alias'
// update policy. AWS: SAM Developer Guide, "DeploymentPreference"; names and forms are those of SAM's own translator.

import { isRecord } from "../template/values.ts";
import { type Draft, isIntrinsic, isNoValue, pick, type SamResource, SamError, tagList, type Values } from "./draft.ts";
import { shareCondition } from "./http-api.ts";
import { propagatedTags } from "./propagated-tags.ts";

const APPLICATION = "ServerlessDeploymentApplication";
const ROLE = "CodeDeployServiceRole";
const CONDITION = "ServerlessCodeDeployCondition";

const PREDEFINED: ReadonlySet<unknown> = new Set([
  "Canary10Percent5Minutes",
  "Canary10Percent10Minutes",
  "Canary10Percent15Minutes",
  "Canary10Percent30Minutes",
  "Linear10PercentEvery1Minute",
  "Linear10PercentEvery2Minutes",
  "Linear10PercentEvery3Minutes",
  "Linear10PercentEvery10Minutes",
  "AllAtOnce",
]);

/** Adds what a function's preference asks for, but what all functions share; gives the attributes of its alias. */
export function addDeploymentPreference(resource: SamResource, hasAlias: boolean, draft: Draft): Values {
  const { logicalId, source, properties } = resource;
  const preference = properties["DeploymentPreference"];
  if (!isRecord(preference) || isNoValue(preference)) return {};
  const condition = isTrue(preference["PassthroughCondition"] ?? false, "PassthroughCondition")
    ? source["Condition"]
    : undefined;
  const conditionName = typeof condition === "string" ? condition : undefined;
  if (!isTrue(preference["Enabled"] ?? true, "Enabled")) return {};
  if (preference["Type"] === undefined)
    throw new SamError("'DeploymentPreference' is missing required Property 'Type'");
  const hooks = preference["Hooks"] ?? {};
  if (!isRecord(hooks)) throw new SamError("'Hooks' property of 'DeploymentPreference' must be a dictionary");
  if (!hasAlias) throw new SamError("'DeploymentPreference' requires AutoPublishAlias property to be specified.");
  const groupId = `${logicalId}DeploymentGroup`;
  const role = preference["Role"];
  const tags = propagatedTags(properties);
  draft.deployments.push({ condition: conditionName, hasRole: role !== undefined, tags });
  draft.add(
    groupId,
    "AWS::CodeDeploy::DeploymentGroup",
    conditionName === undefined ? {} : { Condition: conditionName },
    {
      AlarmConfiguration: alarmConfiguration(preference["Alarms"]),
      ApplicationName: { Ref: APPLICATION },
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
      },
      DeploymentConfigName: configName(preference["Type"]),
      DeploymentStyle: { DeploymentType: "BLUE_GREEN", DeploymentOption: "WITH_TRAFFIC_CONTROL" },
      Tags: tags === undefined ? undefined : tagList(undefined, tags),
      ServiceRoleArn: role ?? { "Fn::GetAtt": [ROLE, "Arn"] },
      TriggerConfigurations: preference["TriggerConfigurations"],
    },
  );
  const given = pick(hooks, ["PreTraffic", "PostTraffic"]);
  return {
    UpdatePolicy: {
      CodeDeployLambdaAliasUpdate: {
        ApplicationName: { Ref: APPLICATION },
        DeploymentGroupName: { Ref: groupId },
        ...(given["PreTraffic"] === undefined ? {} : { BeforeAllowTrafficHook: given["PreTraffic"] }),
        ...(given["PostTraffic"] === undefined ? {} : { AfterAllowTrafficHook: given["PostTraffic"] }),
      },
    },
  };
}

function isTrue(value: unknown, name: string): boolean {
  if (isRecord(value)) throw new SamError(`'${name}' of 'DeploymentPreference' must be a boolean.`);
  return value === true || value === "true" || value === "True";
}

function alarmConfiguration(alarms: unknown): unknown {
  if (alarms === undefined || isNoValue(alarms) || (Array.isArray(alarms) && alarms.length === 0)) return undefined;
  const branches = isRecord(alarms) ? alarms["Fn::If"] : undefined;
  if (Array.isArray(branches) && branches.length === 3)
    return { "Fn::If": [branches[0], namedAlarms(branches[1]), namedAlarms(branches[2])] };
  return namedAlarms(alarms);
}

function namedAlarms(alarms: unknown): Values {
  if (!Array.isArray(alarms)) throw new SamError("Alarms must be a list");
  if (alarms.length === 0 || isNoValue(alarms[0])) return {};
  return { Enabled: true, Alarms: alarms.map((Name: unknown) => ({ Name })) };
}

/** AWS's own configurations by their short names, wherever they stand in the value. */
function configName(value: unknown, within?: string): unknown {
  if (Array.isArray(value)) return value.map((item) => configName(item));
  if (isIntrinsic(value))
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, configName(member, name)]));
  if (!PREDEFINED.has(value)) return value;
  const sub = ["CodeDeployDefault.Lambda${ConfigName}", { ConfigName: value }];
  return within === "Fn::Sub" ? sub : { "Fn::Sub": sub };
}

/** Adds what all functions with a preference share. */
export function finishDeployments(draft: Draft): void {
  if (draft.deployments.length === 0) return;
  const condition = shareCondition(draft, CONDITION, draft.deployments);
  const attributes = condition === undefined ? {} : { Condition: condition };
  const tags = Object.assign({}, ...draft.deployments.map((deployment) => deployment.tags ?? {})) as Values;
  const Tags = Object.keys(tags).length === 0 ? undefined : tagList(undefined, tags);
  draft.add(APPLICATION, "AWS::CodeDeploy::Application", attributes, { ComputePlatform: "Lambda", Tags });
  if (draft.deployments.every(({ hasRole }) => hasRole)) return;
  draft.add(ROLE, "AWS::IAM::Role", attributes, {
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [
        { Action: ["sts:AssumeRole"], Effect: "Allow", Principal: { Service: ["codedeploy.amazonaws.com"] } },
      ],
    },
    ManagedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSCodeDeployRoleForLambda"],
    Tags,
  });
}
