// CreateDeployment: shifts the traffic of an alias to another version.

import type { CreateDeploymentCommandInput, CreateDeploymentCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireConfig } from "../configs.ts";
import { requireIdle } from "../deployments.ts";
import { invalidFlag, invalidTargetInstances } from "../errors.ts";
import { NEW_EVENTS, startDeployment } from "../flow.ts";
import { checkAlarms, checkAutoRollback, requireGroup } from "../groups.ts";
import { newDeploymentId } from "../names.ts";
import { readRevision } from "../revisions.ts";
import { required } from "../validation.ts";
import type { DeploymentRecord } from "../records.ts";

export const createDeployment = defineOperation<Input<CreateDeploymentCommandInput>, CreateDeploymentCommandOutput>(
  "CreateDeployment",
  async (input, context) => {
    const { applicationName, deploymentGroupName: groupName, description, revision } = input;
    if (groupName === undefined) throw required("deploymentGroupName");
    requireOfFunctions(input);
    context.store.read((tx) => requireGroup(tx, context, applicationName, groupName));
    const appSpec = await readRevision(context, revision);
    const id = newDeploymentId(context.random);
    context.store.write((tx) => {
      const group = requireGroup(tx, context, applicationName, groupName);
      requireIdle(tx, context, group);
      const { name: configName, traffic } = requireConfig(tx, context, input.deploymentConfigName ?? group.configName);
      const alarms = checkAlarms(input.overrideAlarmConfiguration) ?? group.alarms;
      const deployment: DeploymentRecord = {
        v: 1,
        id,
        applicationName,
        groupName,
        configName,
        roleArn: group.roleArn,
        description,
        revision,
        appSpec,
        traffic,
        alarms: alarms?.enabled === true ? (alarms.alarms ?? []).map(({ name = "" }) => name) : [],
        ignoresPollFailure: alarms?.ignorePollAlarmFailure === true,
        autoRollback: checkAutoRollback(input.autoRollbackConfiguration) ?? group.autoRollback ?? {},
        triggers: group.triggers,
        creator: "user",
        status: "Created",
        events: NEW_EVENTS,
        percentage: 0,
        createdAtMs: context.clock.nowMs(),
      };
      startDeployment(context, tx, context, context.isQuiet ? rehearsed(deployment) : deployment);
    });
    return { deploymentId: id };
  },
);

/** AWS: CreateDeployment: what deployments of functions cannot have. */
function requireOfFunctions(input: Input<CreateDeploymentCommandInput>): void {
  if (input.ignoreApplicationStopFailures === true)
    throw invalidFlag("InvalidIgnoreApplicationStopFailuresValueException", "ignoreApplicationStopFailures");
  if (input.updateOutdatedInstancesOnly === true)
    throw invalidFlag("InvalidUpdateOutdatedInstancesOnlyValueException", "updateOutdatedInstancesOnly");
  if (input.targetInstances !== undefined)
    throw invalidTargetInstances("Deployments of functions have no target instances.");
}

/** In a rehearsal nobody waits: the traffic moves at once, and no hook is called. */
function rehearsed(deployment: DeploymentRecord): DeploymentRecord {
  return {
    ...deployment,
    traffic: { kind: "AllAtOnce" },
    alarms: [],
    triggers: [],
    appSpec: { ...deployment.appSpec, hooks: {} },
  };
}
