// BatchGetDeploymentGroups: several groups of an application.

import type {
  BatchGetDeploymentGroupsCommandInput,
  BatchGetDeploymentGroupsCommandOutput,
} from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApplication } from "../applications.ts";
import { describeGroup } from "../groups.ts";
import { requireBatch } from "../pages.ts";
import { loadGroup } from "../repo.ts";

export const batchGetDeploymentGroups = defineOperation<
  Input<BatchGetDeploymentGroupsCommandInput>,
  BatchGetDeploymentGroupsCommandOutput
>("BatchGetDeploymentGroups", ({ applicationName, deploymentGroupNames }, context) => {
  requireBatch("deploymentGroupNames", deploymentGroupNames);
  return context.store.read((tx) => {
    requireApplication(tx, context, applicationName);
    const found = deploymentGroupNames.flatMap((name) => loadGroup(tx, context, applicationName, name) ?? []);
    const missing = deploymentGroupNames.filter((name) => !found.some((group) => group.name === name));
    return {
      deploymentGroupsInfo: found.map(describeGroup),
      ...(missing.length === 0 ? {} : { errorMessage: `Deployment groups not found: ${missing.join(", ")}` }),
    };
  });
});
