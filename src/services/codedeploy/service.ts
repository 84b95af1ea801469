// AWS CodeDeploy, for functions: traffic of an alias is shifted from one version to another. Table of contents.

import { defineService } from "../../service/service.ts";
import { constraints } from "./constraints.ts";
import { stepJob } from "./flow.ts";
import { noticeJob } from "./notices.ts";
import { batchGetApplications } from "./operations/batch-get-applications.ts";
import { batchGetDeploymentGroups } from "./operations/batch-get-deployment-groups.ts";
import { batchGetDeploymentTargets } from "./operations/batch-get-deployment-targets.ts";
import { batchGetDeployments } from "./operations/batch-get-deployments.ts";
import { createApplication } from "./operations/create-application.ts";
import { createDeployment } from "./operations/create-deployment.ts";
import { createDeploymentConfig } from "./operations/create-deployment-config.ts";
import { createDeploymentGroup } from "./operations/create-deployment-group.ts";
import { deleteApplication } from "./operations/delete-application.ts";
import { deleteDeploymentConfig } from "./operations/delete-deployment-config.ts";
import { deleteDeploymentGroup } from "./operations/delete-deployment-group.ts";
import { getApplication } from "./operations/get-application.ts";
import { getDeployment } from "./operations/get-deployment.ts";
import { getDeploymentConfig } from "./operations/get-deployment-config.ts";
import { getDeploymentGroup } from "./operations/get-deployment-group.ts";
import { getDeploymentTarget } from "./operations/get-deployment-target.ts";
import { listApplications } from "./operations/list-applications.ts";
import { listDeploymentConfigs } from "./operations/list-deployment-configs.ts";
import { listDeploymentGroups } from "./operations/list-deployment-groups.ts";
import { listDeploymentTargets } from "./operations/list-deployment-targets.ts";
import { listDeployments } from "./operations/list-deployments.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { putLifecycleEventHookExecutionStatus } from "./operations/put-lifecycle-event-hook-execution-status.ts";
import { stopDeployment } from "./operations/stop-deployment.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateApplication } from "./operations/update-application.ts";
import { updateDeploymentGroup } from "./operations/update-deployment-group.ts";
import { permissions } from "./permissions.ts";
import { tagging } from "./resource-tagging.ts";
import { applicationType } from "./resources/application.ts";
import { deploymentConfigType } from "./resources/deployment-config.ts";
import { deploymentGroupType } from "./resources/deployment-group.ts";
import { validationError } from "./validation.ts";

/** What only deployments to servers and to ECS have. */
const SERVERS = [
  "autoScalingGroups",
  "blueGreenDeploymentConfiguration",
  "ec2TagFilters",
  "ec2TagSet",
  "ecsServices",
  "loadBalancerInfo",
  "onPremisesInstanceTagFilters",
  "onPremisesTagSet",
  "outdatedInstancesStrategy",
  "terminationHookEnabled",
];

export const codeDeploy = defineService({
  id: "codedeploy",
  operations: [
    batchGetApplications,
    batchGetDeploymentGroups,
    batchGetDeploymentTargets,
    batchGetDeployments,
    createApplication,
    createDeployment,
    createDeploymentConfig,
    createDeploymentGroup,
    deleteApplication,
    deleteDeploymentConfig,
    deleteDeploymentGroup,
    getApplication,
    getDeployment,
    getDeploymentConfig,
    getDeploymentGroup,
    getDeploymentTarget,
    listApplications,
    listDeploymentConfigs,
    listDeploymentGroups,
    listDeploymentTargets,
    listDeployments,
    listTagsForResource,
    putLifecycleEventHookExecutionStatus,
    stopDeployment,
    tagResource,
    untagResource,
    updateApplication,
    updateDeploymentGroup,
  ],
  permissions,
  constraints,
  validationError,
  unserved: {
    CreateDeployment: ["fileExistsBehavior"],
    CreateDeploymentConfig: ["minimumHealthyHosts", "zonalConfig"],
    CreateDeploymentGroup: SERVERS,
    ListDeployments: ["externalId"],
    UpdateDeploymentGroup: SERVERS,
  },
  jobs: [noticeJob, stepJob],
  resourceTypes: [applicationType, deploymentConfigType, deploymentGroupType],
  tagging,
});
