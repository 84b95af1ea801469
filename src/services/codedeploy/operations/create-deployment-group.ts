// CreateDeploymentGroup: where and how an application is deployed.

import type { CreateDeploymentGroupCommandInput, CreateDeploymentGroupCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApplication } from "../applications.ts";
import { groupExists } from "../errors.ts";
import { parseGroup } from "../groups.ts";
import { loadGroup, saveGroup } from "../repo.ts";
import { parseTags } from "../tags.ts";

export const createDeploymentGroup = defineOperation<
  Input<CreateDeploymentGroupCommandInput>,
  CreateDeploymentGroupCommandOutput
>("CreateDeploymentGroup", (input, context) => {
  const { applicationName, deploymentGroupName: name } = input;
  return context.store.write((tx) => {
    requireApplication(tx, context, applicationName);
    if (loadGroup(tx, context, applicationName, name) !== undefined) throw groupExists(name);
    const group = {
      v: 1 as const,
      applicationName,
      name,
      id: context.random.uuid(),
      tags: parseTags(input.tags),
      ...parseGroup(tx, context, input),
    };
    saveGroup(tx, context, group);
    return { deploymentGroupId: group.id };
  });
});
