// AWS Step Functions' control plane: state machines are checked and kept, with their versions and aliases, and activities. Executions are not
// there yet, and say so. Table of contents.

import { defineService } from "../../service/service.ts";
import { constraints } from "./constraints.ts";
import { deletionJob } from "./deletion.ts";
import { createActivity } from "./operations/create-activity.ts";
import { createStateMachineAlias } from "./operations/create-state-machine-alias.ts";
import { createStateMachine } from "./operations/create-state-machine.ts";
import { deleteActivity } from "./operations/delete-activity.ts";
import { deleteStateMachineAlias } from "./operations/delete-state-machine-alias.ts";
import { deleteStateMachineVersion } from "./operations/delete-state-machine-version.ts";
import { deleteStateMachine } from "./operations/delete-state-machine.ts";
import { describeActivity } from "./operations/describe-activity.ts";
import { describeStateMachineAlias } from "./operations/describe-state-machine-alias.ts";
import { describeStateMachine } from "./operations/describe-state-machine.ts";
import { listActivities } from "./operations/list-activities.ts";
import { listStateMachineAliases } from "./operations/list-state-machine-aliases.ts";
import { listStateMachineVersions } from "./operations/list-state-machine-versions.ts";
import { listStateMachines } from "./operations/list-state-machines.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { publishStateMachineVersion } from "./operations/publish-state-machine-version.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateStateMachineAlias } from "./operations/update-state-machine-alias.ts";
import { updateStateMachine } from "./operations/update-state-machine.ts";
import { validateStateMachineDefinition } from "./operations/validate-state-machine-definition.ts";
import { permissions } from "./permissions.ts";
import { tagging } from "./resource-tagging.ts";
import { activityType } from "./resources/activity.ts";
import { stateMachineAliasType } from "./resources/state-machine-alias.ts";
import { stateMachineVersionType } from "./resources/state-machine-version.ts";
import { stateMachineType } from "./resources/state-machine.ts";

export const stepFunctions = defineService({
  id: "sfn",
  operations: [
    createActivity,
    createStateMachine,
    createStateMachineAlias,
    deleteActivity,
    deleteStateMachine,
    deleteStateMachineAlias,
    deleteStateMachineVersion,
    describeActivity,
    describeStateMachine,
    describeStateMachineAlias,
    listActivities,
    listStateMachineAliases,
    listStateMachineVersions,
    listStateMachines,
    listTagsForResource,
    publishStateMachineVersion,
    tagResource,
    untagResource,
    updateStateMachine,
    updateStateMachineAlias,
    validateStateMachineDefinition,
  ],
  permissions,
  constraints,
  jobs: [deletionJob],
  resourceTypes: [activityType, stateMachineAliasType, stateMachineType, stateMachineVersionType],
  tagging,
});
