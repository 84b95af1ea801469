// How each documented error of CodeDeploy is provoked.

import { NEW_EVENTS } from "../../../src/services/codedeploy/flow.ts";
import type { DeploymentRecord } from "../../../src/services/codedeploy/records.ts";
import { saveDeployment } from "../../../src/services/codedeploy/repo.ts";
import { sweepOf, unprovokable, type Ask, type ErrorTable, type Grounds } from "./table.ts";

interface Made {
  readonly applicationName: string;
  readonly deploymentGroupName: string;
  readonly roleArn: string;
  /** A group whose deployment does not end. */
  readonly busyGroupName: string;
  readonly configName: string;
  /** A configuration of a group. */
  readonly usedConfigName: string;
  readonly done: string;
  readonly waiting: string;
  /** With a hook that has begun, and its execution. */
  readonly running: string;
  readonly arn: string;
}

const TARGET = "function:alias";
const EXECUTION = "execution";
const NOBODY = "d-NOBODY000";
const SPEC = {
  functionName: "function",
  alias: "alias",
  currentVersion: "1",
  targetVersion: "2",
  hooks: {},
};
const CONTENT = JSON.stringify({
  version: 0,
  Resources: [
    {
      f: { Type: "AWS::Lambda::Function", Properties: { Name: "f", Alias: "a", CurrentVersion: 1, TargetVersion: 2 } },
    },
  ],
});
const revision = { revisionType: "AppSpecContent", appSpecContent: { content: CONTENT } };

async function prepare(grounds: Grounds): Promise<Made> {
  const { aws, account, name, yard } = grounds;
  const trust = { Effect: "Allow", Principal: { Service: "codedeploy.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const { Role } = await aws.iam.createRole({ RoleName: name(), AssumeRolePolicyDocument });
  const roleArn = Role?.Arn ?? "";
  const [applicationName, deploymentGroupName, busyGroupName, configName, usedConfigName] = [
    name(),
    name(),
    name(),
    name(),
    name(),
  ] as const;
  await aws.codeDeploy.createApplication({ applicationName, computePlatform: "Lambda" });
  for (const deploymentConfigName of [configName, usedConfigName])
    await aws.codeDeploy.createDeploymentConfig({ deploymentConfigName, computePlatform: "Lambda" });
  const group = { applicationName, serviceRoleArn: roleArn, deploymentConfigName: usedConfigName };
  for (const each of [deploymentGroupName, busyGroupName])
    await aws.codeDeploy.createDeploymentGroup({ ...group, deploymentGroupName: each });

  // Deployments end by themselves: those in the states that errors need are written down.
  const deployment = (id: string, more: Partial<DeploymentRecord>): string => {
    const record: DeploymentRecord = {
      v: 1,
      id,
      applicationName,
      groupName: deploymentGroupName,
      configName: usedConfigName,
      roleArn,
      revision,
      appSpec: SPEC,
      traffic: { kind: "AllAtOnce" },
      alarms: [],
      ignoresPollFailure: false,
      autoRollback: {},
      triggers: [],
      creator: "user",
      status: "Succeeded",
      events: NEW_EVENTS,
      percentage: 0,
      createdAtMs: 0,
      ...more,
    };
    yard.yard.context.store.write((tx) => saveDeployment(tx, account, record));
    return id;
  };
  return {
    applicationName,
    deploymentGroupName,
    roleArn,
    busyGroupName,
    configName,
    usedConfigName,
    done: deployment("d-DONE00000", {
      events: [{ name: "BeforeAllowTraffic", status: "Succeeded", executionId: EXECUTION }],
    }),
    waiting: deployment("d-WAITING00", { status: "Created", groupName: busyGroupName }),
    running: deployment("d-RUNNING00", {
      status: "InProgress",
      groupName: busyGroupName,
      events: [{ name: "BeforeAllowTraffic", status: "InProgress", executionId: EXECUTION }],
    }),
    arn: `arn:aws:codedeploy:${account.region}:${account.account}:application:${applicationName}`,
  };
}

const SERVERS = unprovokable(
  "It is about deployments to servers or to ECS, which are not here: what only they have answers NotImplemented.",
);
const QUOTA = unprovokable("AWS raises the quota on request; a yard keeps what the disk holds.");
const CHECKED_BEFORE = unprovokable(
  "What a group or a deployment names was checked when it was made, and cannot go away.",
);
const NO_CASE = unprovokable(
  "AWS has an error of a narrower name for each input that its reference calls wrong; what is left for this one is not documented.",
);

const NO_NAME = "not/a name";
const ALARMS = { enabled: true, alarms: Array.from({ length: 11 }, (_, at) => ({ name: `alarm-${at}` })) };
const AWS_TAG = [{ Key: "aws:key", Value: "value" }];
const fill = <T>(count: number, item: T): readonly T[] => Array.from({ length: count }, () => item);

/** The ARN of something of the application that is not there. */
const arnOf =
  (kind: string) =>
  ({ account, applicationName }: Made & Grounds, ask: Ask) => {
    const name = kind === "deploymentgroup" ? `${applicationName}/nobody` : "nobody";
    return ask({ ResourceArn: `arn:aws:codedeploy:${account.region}:${account.account}:${kind}:${name}` });
  };

const ON_GROUP = {
  AlarmsLimitExceededException: (_, ask) => ask({ alarmConfiguration: ALARMS }),
  DeploymentConfigDoesNotExistException: (_, ask) => ask({ deploymentConfigName: "nobody" }),
  InvalidAlarmConfigException: (_, ask) => ask({ alarmConfiguration: { enabled: true, alarms: [] } }),
  InvalidAutoRollbackConfigException: (_, ask) => ask({ autoRollbackConfiguration: { enabled: true, events: [] } }),
  InvalidDeploymentConfigNameException: (_, ask) => ask({ deploymentConfigName: NO_NAME }),
  InvalidDeploymentStyleException: (_, ask) => ask({ deploymentStyle: { deploymentType: "IN_PLACE" } }),
  InvalidRoleException: ({ arn }, ask) => ask({ serviceRoleArn: arn }),
  InvalidTriggerConfigException: (_, ask) => ask({ triggerConfigurations: [{ triggerName: "trigger" }] }),
  TriggerTargetsLimitExceededException: (_, ask) =>
    ask({ triggerConfigurations: fill(11, { triggerName: "trigger" }) }),
} satisfies ErrorTable<Made>["everywhere"];

/** The errors sweep of CodeDeploy. */
export const codedeploy = sweepOf<Made>({
  service: "codedeploy",
  prepare,
  inputs: {
    BatchGetApplications: ({ applicationName }) => ({ applicationNames: [applicationName] }),
    BatchGetDeploymentGroups: ({ applicationName, deploymentGroupName }) => ({
      applicationName,
      deploymentGroupNames: [deploymentGroupName],
    }),
    BatchGetDeploymentTargets: ({ done }) => ({ deploymentId: done, targetIds: [TARGET] }),
    BatchGetDeployments: ({ done }) => ({ deploymentIds: [done] }),
    CreateApplication: ({ name }) => ({ applicationName: name(), computePlatform: "Lambda" }),
    CreateDeployment: ({ applicationName, deploymentGroupName }) => ({
      applicationName,
      deploymentGroupName,
      revision,
    }),
    CreateDeploymentConfig: ({ name }) => ({ deploymentConfigName: name(), computePlatform: "Lambda" }),
    CreateDeploymentGroup: ({ applicationName, name, roleArn }) => ({
      applicationName,
      deploymentGroupName: name(),
      serviceRoleArn: roleArn,
    }),
    DeleteApplication: ({ name }) => ({ applicationName: name() }),
    DeleteDeploymentConfig: ({ configName }) => ({ deploymentConfigName: configName }),
    DeleteDeploymentGroup: ({ applicationName, name }) => ({ applicationName, deploymentGroupName: name() }),
    GetApplication: ({ applicationName }) => ({ applicationName }),
    GetDeployment: ({ done }) => ({ deploymentId: done }),
    GetDeploymentConfig: ({ configName }) => ({ deploymentConfigName: configName }),
    GetDeploymentGroup: ({ applicationName, deploymentGroupName }) => ({ applicationName, deploymentGroupName }),
    GetDeploymentTarget: ({ done }) => ({ deploymentId: done, targetId: TARGET }),
    ListApplications: () => ({}),
    ListDeploymentConfigs: () => ({}),
    ListDeploymentGroups: ({ applicationName }) => ({ applicationName }),
    ListDeploymentTargets: ({ done }) => ({ deploymentId: done }),
    ListDeployments: ({ applicationName, deploymentGroupName }) => ({ applicationName, deploymentGroupName }),
    ListTagsForResource: ({ arn }) => ({ ResourceArn: arn }),
    PutLifecycleEventHookExecutionStatus: ({ running }) => ({
      deploymentId: running,
      lifecycleEventHookExecutionId: EXECUTION,
      status: "Succeeded",
    }),
    StopDeployment: ({ running }) => ({ deploymentId: running }),
    TagResource: ({ arn }) => ({ ResourceArn: arn, Tags: [{ Key: "key", Value: "value" }] }),
    UntagResource: ({ arn }) => ({ ResourceArn: arn, TagKeys: ["key"] }),
    UpdateApplication: ({ applicationName }) => ({ applicationName }),
    UpdateDeploymentGroup: ({ applicationName, deploymentGroupName }) => ({
      applicationName,
      currentDeploymentGroupName: deploymentGroupName,
    }),
  },
  everywhere: {
    ApplicationDoesNotExistException: (_, ask) => ask({ applicationName: "nobody" }),
    ApplicationNameRequiredException: (_, ask) => ask({ applicationName: undefined }),
    ArnNotSupportedException: ({ roleArn }, ask) => ask({ ResourceArn: roleArn }),
    DeploymentConfigNameRequiredException: (_, ask) => ask({ deploymentConfigName: undefined }),
    DeploymentDoesNotExistException: (_, ask) => ask({ deploymentId: NOBODY }),
    DeploymentGroupDoesNotExistException: (_, ask) => ask({ deploymentGroupName: "nobody" }),
    DeploymentGroupNameRequiredException: (_, ask) => ask({ deploymentGroupName: undefined }),
    DeploymentIdRequiredException: (_, ask) => ask({ deploymentId: undefined }),
    DeploymentNotStartedException: ({ waiting }, ask) => ask({ deploymentId: waiting }),
    ECSServiceMappingLimitExceededException: SERVERS,
    InstanceDoesNotExistException: SERVERS,
    InvalidApplicationNameException: (_, ask) => ask({ applicationName: NO_NAME }),
    InvalidArnException: (_, ask) => ask({ ResourceArn: "nothing" }),
    InvalidAutoScalingGroupException: SERVERS,
    InvalidBlueGreenDeploymentConfigurationException: SERVERS,
    InvalidComputePlatformException: (_, ask) => ask({ computePlatform: "Nothing" }),
    InvalidDeploymentConfigNameException: (_, ask) => ask({ deploymentConfigName: NO_NAME }),
    InvalidDeploymentGroupNameException: (_, ask) => ask({ deploymentGroupName: NO_NAME }),
    InvalidDeploymentIdException: (_, ask) => ask({ deploymentId: "nothing" }),
    InvalidEC2TagCombinationException: SERVERS,
    InvalidEC2TagException: SERVERS,
    InvalidECSServiceException: SERVERS,
    InvalidInputException: NO_CASE,
    InvalidLoadBalancerInfoException: SERVERS,
    InvalidNextTokenException: (_, ask) => ask({ nextToken: "nothing" }),
    InvalidOnPremisesTagCombinationException: SERVERS,
    InvalidTagException: SERVERS,
    InvalidTargetGroupPairException: SERVERS,
    InvalidTrafficRoutingConfigurationException: CHECKED_BEFORE,
    LifecycleHookLimitExceededException: SERVERS,
    ResourceArnRequiredException: (_, ask) => ask({ ResourceArn: undefined }),
    TagSetListLimitExceededException: SERVERS,
    ThrottlingException: unprovokable("AWS's rates of requests protect what accounts share; a yard has none."),
    UnsupportedActionForDeploymentTypeException: SERVERS,
  },
  operations: {
    BatchGetApplications: {
      ApplicationDoesNotExistException: (_, ask) => ask({ applicationNames: ["nobody"] }),
      ApplicationNameRequiredException: (_, ask) => ask({ applicationNames: [] }),
      BatchLimitExceededException: (_, ask) => ask({ applicationNames: fill(101, "name") }),
      InvalidApplicationNameException: (_, ask) => ask({ applicationNames: [NO_NAME] }),
    },
    BatchGetDeploymentGroups: {
      BatchLimitExceededException: (_, ask) => ask({ deploymentGroupNames: fill(101, "name") }),
      DeploymentConfigDoesNotExistException: CHECKED_BEFORE,
      DeploymentGroupNameRequiredException: (_, ask) => ask({ deploymentGroupNames: [] }),
      InvalidDeploymentGroupNameException: (_, ask) => ask({ deploymentGroupNames: [NO_NAME] }),
    },
    BatchGetDeploymentTargets: {
      DeploymentTargetDoesNotExistException: (_, ask) => ask({ targetIds: ["no:body"] }),
      DeploymentTargetIdRequiredException: (_, ask) => ask({ targetIds: [] }),
      DeploymentTargetListSizeExceededException: (_, ask) => ask({ targetIds: [TARGET, TARGET] }),
      InvalidDeploymentTargetIdException: (_, ask) => ask({ targetIds: ["nothing"] }),
    },
    BatchGetDeployments: {
      BatchLimitExceededException: (_, ask) => ask({ deploymentIds: fill(26, NOBODY) }),
      DeploymentIdRequiredException: (_, ask) => ask({ deploymentIds: [] }),
      InvalidDeploymentIdException: (_, ask) => ask({ deploymentIds: ["nothing"] }),
    },
    CreateApplication: {
      ApplicationAlreadyExistsException: ({ applicationName }, ask) => ask({ applicationName }),
      ApplicationLimitExceededException: QUOTA,
      InvalidTagsToAddException: (_, ask) => ask({ tags: AWS_TAG }),
    },
    CreateDeployment: {
      AlarmsLimitExceededException: (_, ask) => ask({ overrideAlarmConfiguration: ALARMS }),
      DeploymentConfigDoesNotExistException: (_, ask) => ask({ deploymentConfigName: "nobody" }),
      DeploymentLimitExceededException: ({ busyGroupName }, ask) => ask({ deploymentGroupName: busyGroupName }),
      DescriptionTooLongException: unprovokable("AWS does not document how long a description may be."),
      InvalidAlarmConfigException: (_, ask) => ask({ overrideAlarmConfiguration: { enabled: true, alarms: [] } }),
      InvalidAutoRollbackConfigException: ON_GROUP.InvalidAutoRollbackConfigException,
      InvalidComputePlatformException: CHECKED_BEFORE,
      InvalidFileExistsBehaviorException: (_, ask) => ask({ fileExistsBehavior: "NOTHING" }),
      InvalidGitHubAccountTokenException: unprovokable("Revisions in GitHub are not here and answer NotImplemented."),
      InvalidIgnoreApplicationStopFailuresValueException: (_, ask) => ask({ ignoreApplicationStopFailures: true }),
      InvalidRevisionException: (_, ask) =>
        ask({ revision: { revisionType: "AppSpecContent", appSpecContent: { content: "{}" } } }),
      InvalidRoleException: CHECKED_BEFORE,
      InvalidTargetInstancesException: (_, ask) => ask({ targetInstances: {} }),
      InvalidUpdateOutdatedInstancesOnlyValueException: (_, ask) => ask({ updateOutdatedInstancesOnly: true }),
      RevisionDoesNotExistException: async ({ aws, name }, ask) => {
        const bucket = `${name()}-codedeploy`;
        await aws.s3.createBucket({ Bucket: bucket });
        return ask({ revision: { revisionType: "S3", s3Location: { bucket, key: "nobody", bundleType: "JSON" } } });
      },
      RevisionRequiredException: (_, ask) => ask({ revision: undefined }),
    },
    CreateDeploymentConfig: {
      DeploymentConfigAlreadyExistsException: ({ configName }, ask) => ask({ deploymentConfigName: configName }),
      DeploymentConfigLimitExceededException: QUOTA,
      InvalidMinimumHealthyHostValueException: SERVERS,
      InvalidTrafficRoutingConfigurationException: (_, ask) =>
        ask({ trafficRoutingConfig: { type: "TimeBasedCanary", timeBasedCanary: { canaryPercentage: 100 } } }),
      InvalidZonalDeploymentConfigurationException: SERVERS,
    },
    CreateDeploymentGroup: {
      ...ON_GROUP,
      DeploymentGroupAlreadyExistsException: ({ deploymentGroupName }, ask) => ask({ deploymentGroupName }),
      DeploymentGroupLimitExceededException: QUOTA,
      InvalidTagsToAddException: (_, ask) => ask({ tags: AWS_TAG }),
      RoleRequiredException: (_, ask) => ask({ serviceRoleArn: undefined }),
    },
    DeleteApplication: { InvalidRoleException: SERVERS },
    DeleteDeploymentConfig: {
      DeploymentConfigInUseException: ({ usedConfigName }, ask) => ask({ deploymentConfigName: usedConfigName }),
      InvalidOperationException: (_, ask) => ask({ deploymentConfigName: "CodeDeployDefault.LambdaAllAtOnce" }),
    },
    DeleteDeploymentGroup: { InvalidRoleException: SERVERS },
    GetDeploymentConfig: {
      DeploymentConfigDoesNotExistException: (_, ask) => ask({ deploymentConfigName: "nobody" }),
      InvalidComputePlatformException: SERVERS,
    },
    GetDeploymentGroup: { DeploymentConfigDoesNotExistException: CHECKED_BEFORE },
    GetDeploymentTarget: {
      DeploymentTargetDoesNotExistException: (_, ask) => ask({ targetId: "no:body" }),
      DeploymentTargetIdRequiredException: (_, ask) => ask({ targetId: undefined }),
      InvalidDeploymentTargetIdException: (_, ask) => ask({ targetId: "nothing" }),
      InvalidInstanceNameException: SERVERS,
    },
    ListDeploymentTargets: {
      ApplicationDoesNotExistException: CHECKED_BEFORE,
      DeploymentGroupDoesNotExistException: CHECKED_BEFORE,
      InvalidDeploymentInstanceTypeException: SERVERS,
      InvalidInstanceStatusException: (_, ask) => ask({ targetFilters: { TargetStatus: ["Nothing"] } }),
      InvalidInstanceTypeException: (_, ask) => ask({ targetFilters: { ServerInstanceLabel: ["Red"] } }),
      InvalidTargetFilterNameException: (_, ask) => ask({ targetFilters: { Nothing: ["Nothing"] } }),
    },
    ListDeployments: {
      InvalidDeploymentStatusException: (_, ask) => ask({ includeOnlyStatuses: ["Nothing"] }),
      InvalidExternalIdException: unprovokable(
        "Deployments by other services have such ids; here is none that makes one.",
      ),
      InvalidTimeRangeException: (_, ask) => ask({ createTimeRange: { start: new Date(1_000), end: new Date(0) } }),
    },
    PutLifecycleEventHookExecutionStatus: {
      InvalidLifecycleEventHookExecutionIdException: (_, ask) => ask({ lifecycleEventHookExecutionId: "nobody" }),
      InvalidLifecycleEventHookExecutionStatusException: (_, ask) => ask({ status: "Pending" }),
      LifecycleEventAlreadyCompletedException: ({ done }, ask) => ask({ deploymentId: done }),
    },
    StopDeployment: {
      DeploymentAlreadyCompletedException: ({ done }, ask) => ask({ deploymentId: done }),
      DeploymentGroupDoesNotExistException: unprovokable(
        "A deployment goes on without its group, and can be stopped; what AWS would answer instead is not documented.",
      ),
    },
    TagResource: {
      ApplicationDoesNotExistException: arnOf("application"),
      DeploymentConfigDoesNotExistException: arnOf("deploymentconfig"),
      DeploymentGroupDoesNotExistException: arnOf("deploymentgroup"),
      InvalidTagsToAddException: (_, ask) => ask({ Tags: AWS_TAG }),
      TagRequiredException: (_, ask) => ask({ Tags: [] }),
    },
    UntagResource: {
      ApplicationDoesNotExistException: arnOf("application"),
      DeploymentConfigDoesNotExistException: arnOf("deploymentconfig"),
      DeploymentGroupDoesNotExistException: arnOf("deploymentgroup"),
      InvalidTagsToAddException: (_, ask) => ask({ TagKeys: ["aws:key"] }),
      TagRequiredException: (_, ask) => ask({ TagKeys: [] }),
    },
    UpdateApplication: {
      ApplicationAlreadyExistsException: async ({ aws, name }, ask) => {
        const applicationName = name();
        await aws.codeDeploy.createApplication({ applicationName, computePlatform: "Lambda" });
        return ask({ newApplicationName: applicationName });
      },
    },
    UpdateDeploymentGroup: {
      ...ON_GROUP,
      DeploymentGroupAlreadyExistsException: ({ busyGroupName }, ask) => ask({ newDeploymentGroupName: busyGroupName }),
      DeploymentGroupDoesNotExistException: (_, ask) => ask({ currentDeploymentGroupName: "nobody" }),
      DeploymentGroupNameRequiredException: (_, ask) => ask({ currentDeploymentGroupName: undefined }),
      InvalidDeploymentGroupNameException: (_, ask) => ask({ newDeploymentGroupName: NO_NAME }),
    },
  },
});
