// CodeDeploy's errors: codes are the API reference's. Wordings that are not marked are ours.

import { AwsError } from "../../kernel/errors.ts";

const error =
  (code: string) =>
  (message: string): AwsError =>
    new AwsError({ code, message });

/** AWS: recorded. */
export const applicationNotFound = (name: string): AwsError =>
  error("ApplicationDoesNotExistException")(`No application found for name: ${name}`);
export const applicationExists = (name: string): AwsError =>
  error("ApplicationAlreadyExistsException")(`An application with the name "${name}" already exists.`);
/** AWS: recorded. */
export const groupNotFound = (name: string): AwsError =>
  error("DeploymentGroupDoesNotExistException")(`No Deployment Group found for name: ${name}`);
export const groupExists = (name: string): AwsError =>
  error("DeploymentGroupAlreadyExistsException")(`Deployment group name ${name} already exists`);
/** AWS: recorded. */
export const configNotFound = (name: string): AwsError =>
  error("DeploymentConfigDoesNotExistException")(`No Deployment Configuration found for name: ${name}`);
export const configExists = (name: string): AwsError =>
  error("DeploymentConfigAlreadyExistsException")(`Deployment Configuration named ${name} already exists`);
export const configInUse = (name: string): AwsError =>
  error("DeploymentConfigInUseException")(`Deployment configuration ${name} is in use`);
/** AWS: recorded. */
export const deploymentNotFound = (id: string): AwsError =>
  error("DeploymentDoesNotExistException")(`The deployment ${id} could not be found`);
export const deploymentCompleted = (id: string): AwsError =>
  error("DeploymentAlreadyCompletedException")(`The deployment ${id} is already completed`);
export const deploymentLimit = (id: string): AwsError =>
  error("DeploymentLimitExceededException")(`The Deployment Group already has an active Deployment '${id}'`);
export const invalidRevision = error("InvalidRevisionException");
export const revisionRequired = error("RevisionRequiredException");
export const invalidTraffic = error("InvalidTrafficRoutingConfigurationException");
export const invalidAlarms = error("InvalidAlarmConfigException");
export const invalidAutoRollback = error("InvalidAutoRollbackConfigException");
export const invalidTrigger = error("InvalidTriggerConfigException");
export const invalidRole = error("InvalidRoleException");
export const invalidHookId = error("InvalidLifecycleEventHookExecutionIdException");
export const invalidHookStatus = error("InvalidLifecycleEventHookExecutionStatusException");
export const hookCompleted = error("LifecycleEventAlreadyCompletedException");
export const targetNotFound = error("DeploymentTargetDoesNotExistException");
export const arnNotSupported = error("ArnNotSupportedException");
export const invalidArn = error("InvalidArnException");
export const batchLimit = (most: number): AwsError =>
  error("BatchLimitExceededException")(`A request can name ${most} at most.`);
export const targetListLimit = error("DeploymentTargetListSizeExceededException");
export const deploymentNotStarted = (id: string): AwsError =>
  error("DeploymentNotStartedException")(`The deployment ${id} has not started.`);
export const alarmsLimit = error("AlarmsLimitExceededException");
export const triggersLimit = error("TriggerTargetsLimitExceededException");
export const invalidStyle = error("InvalidDeploymentStyleException");
export const invalidOperation = error("InvalidOperationException");
export const invalidTimeRange = error("InvalidTimeRangeException");
export const invalidTargetInstances = error("InvalidTargetInstancesException");
export const invalidFilterName = error("InvalidTargetFilterNameException");
export const invalidInstanceStatus = error("InvalidInstanceStatusException");
export const invalidInstanceType = error("InvalidInstanceTypeException");
export const revisionMissing = error("RevisionDoesNotExistException");
/** AWS: for functions, only false is expected: InvalidIgnoreApplicationStopFailuresValueException and its like. */
export const invalidFlag = (code: string, member: string): AwsError =>
  error(code)(`For deployments of functions, ${member} must be false.`);
export const invalidTags = error("InvalidTagsToAddException");

/** What CodeDeploy can and Stackyard cannot yet. */
export const notImplemented = (what: string): AwsError =>
  new AwsError({ code: "NotImplemented", message: `${what} is not implemented by Stackyard yet.`, status: 501 });
