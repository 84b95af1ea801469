// DeleteDeploymentGroup: takes a group away.

import type { DeleteDeploymentGroupCommandInput, DeleteDeploymentGroupCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { removeGroup } from "../repo.ts";

export const deleteDeploymentGroup = defineOperation<
  Input<DeleteDeploymentGroupCommandInput>,
  DeleteDeploymentGroupCommandOutput
>("DeleteDeploymentGroup", ({ applicationName, deploymentGroupName }, context) => {
  context.store.write((tx) => removeGroup(tx, context, applicationName, deploymentGroupName));
  return { hooksNotCleanedUp: [] };
});
