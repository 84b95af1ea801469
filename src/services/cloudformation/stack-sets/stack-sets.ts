// StackSets: one template in stacks of many accounts and regions. Table of contents.

import type { JobHandler } from "../../../service/jobs.ts";
import type { Operation } from "../../../service/service.ts";
import type { TypesOf } from "../template/validate.ts";
import { activateOrganizationsAccess } from "./operations/activate-organizations-access.ts";
import { deactivateOrganizationsAccess } from "./operations/deactivate-organizations-access.ts";
import { describeOrganizationsAccess } from "./operations/describe-organizations-access.ts";
import { listStackSetAutoDeploymentTargets } from "./operations/list-stack-set-auto-deployment-targets.ts";
import { createStackInstances } from "./operations/create-stack-instances.ts";
import { createStackSet } from "./operations/create-stack-set.ts";
import { deleteStackInstances } from "./operations/delete-stack-instances.ts";
import { deleteStackSet } from "./operations/delete-stack-set.ts";
import { describeStackInstance } from "./operations/describe-stack-instance.ts";
import { describeStackSet } from "./operations/describe-stack-set.ts";
import { describeStackSetOperation } from "./operations/describe-stack-set-operation.ts";
import { detectStackSetDrift } from "./operations/detect-stack-set-drift.ts";
import { importStacksToStackSet } from "./operations/import-stacks-to-stack-set.ts";
import { listStackInstanceResourceDrifts } from "./operations/list-stack-instance-resource-drifts.ts";
import { listStackInstances } from "./operations/list-stack-instances.ts";
import { listStackSetOperationResults } from "./operations/list-stack-set-operation-results.ts";
import { listStackSetOperations } from "./operations/list-stack-set-operations.ts";
import { listStackSets } from "./operations/list-stack-sets.ts";
import { stopStackSetOperation } from "./operations/stop-stack-set-operation.ts";
import { updateStackInstances } from "./operations/update-stack-instances.ts";
import { updateStackSet } from "./operations/update-stack-set.ts";
import { autoDeployHandler } from "./auto-deployment.ts";
import { operateStackSetHandler } from "./run.ts";

/** The operations on stack sets. */
export function stackSetOperations(typesOf: TypesOf): Operation[] {
  return [
    createStackInstances,
    listStackSetAutoDeploymentTargets,
    describeOrganizationsAccess,
    deactivateOrganizationsAccess,
    activateOrganizationsAccess,
    createStackSet(typesOf),
    deleteStackInstances,
    deleteStackSet,
    describeStackInstance,
    describeStackSet,
    describeStackSetOperation,
    detectStackSetDrift,
    importStacksToStackSet,
    listStackInstanceResourceDrifts,
    listStackInstances,
    listStackSetOperationResults,
    listStackSetOperations,
    listStackSets,
    stopStackSetOperation,
    updateStackInstances,
    updateStackSet(typesOf),
  ];
}

/** Their work. */
export const stackSetJobs: readonly JobHandler[] = [operateStackSetHandler, autoDeployHandler];
