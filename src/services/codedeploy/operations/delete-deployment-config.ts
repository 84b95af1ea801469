// DeleteDeploymentConfig: takes a configuration away that no group uses.

import type {
  DeleteDeploymentConfigCommandInput,
  DeleteDeploymentConfigCommandOutput,
} from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { isPredefined } from "../configs.ts";
import { configInUse, invalidOperation } from "../errors.ts";
import { listGroups, removeConfig } from "../repo.ts";

export const deleteDeploymentConfig = defineOperation<
  Input<DeleteDeploymentConfigCommandInput>,
  DeleteDeploymentConfigCommandOutput
>("DeleteDeploymentConfig", ({ deploymentConfigName: name }, context) => {
  if (isPredefined(name)) throw invalidOperation(`The predefined configuration ${name} cannot be deleted.`);
  context.store.write((tx) => {
    for (const group of listGroups(tx, context)) if (group.configName === name) throw configInUse(name);
    removeConfig(tx, context, name);
  });
  return {};
});
