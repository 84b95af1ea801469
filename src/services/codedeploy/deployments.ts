// Deployments as they are found and shown.

import type { DeploymentInfo, DeploymentTarget, RevisionLocation } from "@aws-sdk/client-codedeploy";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { deploymentLimit, deploymentNotFound, deploymentNotStarted, targetNotFound } from "./errors.ts";
import type { DeploymentRecord, GroupRecord } from "./records.ts";
import { listDeploymentRecords, loadDeployment } from "./repo.ts";

/** The deployment; throws DeploymentDoesNotExistException. */
export function requireDeployment(tx: ReadTx, scope: Scope, id: string): DeploymentRecord {
  const deployment = loadDeployment(tx, scope, id);
  if (deployment === undefined) throw deploymentNotFound(id);
  return deployment;
}

/** The deployment once it has begun; throws DeploymentNotStartedException, too. */
export function requireStarted(tx: ReadTx, scope: Scope, id: string): DeploymentRecord {
  const deployment = requireDeployment(tx, scope, id);
  if (deployment.status === "Created") throw deploymentNotStarted(id);
  return deployment;
}

/** Throws DeploymentTargetDoesNotExistException unless this is the deployment's target. */
export function requireTarget(deployment: DeploymentRecord, targetId: string): void {
  if (targetId !== targetIdOf(deployment)) throw targetNotFound(`There is no target ${targetId}.`);
}

/** Throws DeploymentLimitExceededException if the group has a deployment that is under way. */
export function requireIdle(tx: ReadTx, scope: Scope, group: GroupRecord): void {
  for (const { id, applicationName, groupName, status } of listDeploymentRecords(tx, scope)) {
    const isOfGroup = applicationName === group.applicationName && groupName === group.name;
    if (isOfGroup && (status === "Created" || status === "InProgress")) throw deploymentLimit(id);
  }
}

const date = (ms: number | undefined): Date | undefined => (ms === undefined ? undefined : new Date(ms));

/** A deployment by its wire names. */
export function describeDeployment(deployment: DeploymentRecord): DeploymentInfo {
  const { alarms, autoRollback, rollback, status } = deployment;
  const isPending = status === "Created";
  const isRunning = status === "InProgress";
  return {
    applicationName: deployment.applicationName,
    deploymentGroupName: deployment.groupName,
    deploymentConfigName: deployment.configName,
    deploymentId: deployment.id,
    revision: deployment.revision as RevisionLocation,
    status,
    errorInformation: deployment.error as DeploymentInfo["errorInformation"],
    createTime: new Date(deployment.createdAtMs),
    startTime: date(deployment.startedAtMs),
    completeTime: date(deployment.completedAtMs),
    deploymentOverview: {
      Pending: Number(isPending),
      InProgress: Number(isRunning),
      Succeeded: Number(status === "Succeeded"),
      Failed: Number(status === "Failed" || status === "Stopped"),
      Skipped: 0,
      Ready: 0,
    },
    description: deployment.description,
    creator: deployment.creator,
    ignoreApplicationStopFailures: false,
    autoRollbackConfiguration: autoRollback as DeploymentInfo["autoRollbackConfiguration"],
    updateOutdatedInstancesOnly: false,
    rollbackInfo:
      rollback === undefined
        ? undefined
        : {
            [rollback.isOf ? "rollbackTriggeringDeploymentId" : "rollbackDeploymentId"]: rollback.deploymentId,
            rollbackMessage: rollback.message,
          },
    deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
    instanceTerminationWaitTimeStarted: false,
    computePlatform: "Lambda",
    ...(alarms.length === 0
      ? {}
      : { overrideAlarmConfiguration: { enabled: true, alarms: alarms.map((name) => ({ name })) } }),
  };
}

/** The one target of a deployment. AWS: LambdaTarget, targetId: "FUNCTION:ALIAS". */
export function targetIdOf({ appSpec }: DeploymentRecord): string {
  return `${appSpec.functionName}:${appSpec.alias}`;
}

/** The target by its wire names. */
export function describeTarget({ account, region }: Scope, deployment: DeploymentRecord): DeploymentTarget {
  const { appSpec, id: deploymentId, status, events, percentage } = deployment;
  const { functionName, alias: functionAlias, currentVersion, targetVersion } = appSpec;
  const targetStatus = { Created: "Pending", InProgress: "InProgress", Succeeded: "Succeeded" } as const;
  return {
    deploymentTargetType: "LambdaTarget",
    lambdaTarget: {
      deploymentId,
      targetId: targetIdOf(deployment),
      targetArn: `arn:aws:lambda:${region}:${account}:function:${functionName}:${functionAlias}`,
      status: status === "Failed" || status === "Stopped" ? "Failed" : targetStatus[status],
      lastUpdatedAt: new Date(deployment.completedAtMs ?? deployment.startedAtMs ?? deployment.createdAtMs),
      lifecycleEvents: events.map(({ name, status: eventStatus, startMs, endMs }) => ({
        lifecycleEventName: name,
        status: eventStatus,
        startTime: date(startMs),
        endTime: date(endMs),
      })),
      lambdaFunctionInfo: {
        functionName,
        functionAlias,
        currentVersion,
        targetVersion,
        targetVersionWeight: percentage / 100,
      },
    },
  };
}
