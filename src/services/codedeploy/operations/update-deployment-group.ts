// UpdateDeploymentGroup: changes a deployment group; what is not given stays.

import type { UpdateDeploymentGroupCommandInput, UpdateDeploymentGroupCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { groupExists } from "../errors.ts";
import { parseGroup, requireGroup } from "../groups.ts";
import { loadGroup, removeGroup, saveGroup } from "../repo.ts";

export const updateDeploymentGroup = defineOperation<
  Input<UpdateDeploymentGroupCommandInput>,
  UpdateDeploymentGroupCommandOutput
>("UpdateDeploymentGroup", (input, context) => {
  const { applicationName, currentDeploymentGroupName: before, newDeploymentGroupName: name = before } = input;
  context.store.write((tx) => {
    const group = requireGroup(tx, context, applicationName, before);
    if (name !== before && loadGroup(tx, context, applicationName, name) !== undefined) throw groupExists(name);
    if (name !== before) removeGroup(tx, context, applicationName, before);
    saveGroup(tx, context, { ...group, ...parseGroup(tx, context, input, group), name });
  });
  return { hooksNotCleanedUp: [] };
});
