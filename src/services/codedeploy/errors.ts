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
export const invalidInput = error("InvalidInputException");
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
export const resourceNotFound = error("ArnNotSupportedException");
export const invalidTags = error("InvalidTagsToAddException");

/** What CodeDeploy can and Stackyard cannot yet. */
export const notImplemented = (what: string): AwsError =>
  new AwsError({ code: "NotImplemented", message: `${what} is not implemented by Stackyard yet.`, status: 501 });
