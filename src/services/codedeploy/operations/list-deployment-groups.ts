// ListDeploymentGroups: the names of an application's groups.

import type { ListDeploymentGroupsCommandInput, ListDeploymentGroupsCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApplication } from "../applications.ts";
import { takePage } from "../pages.ts";
import { listGroups } from "../repo.ts";

export const listDeploymentGroups = defineOperation<
  Input<ListDeploymentGroupsCommandInput>,
  ListDeploymentGroupsCommandOutput
>("ListDeploymentGroups", ({ applicationName, nextToken }, context) =>
  context.store.read((tx) => {
    requireApplication(tx, context, applicationName);
    const page = takePage(
      [...listGroups(tx, context, applicationName)].map(({ name }) => name),
      nextToken,
    );
    return { applicationName, deploymentGroups: page.items, nextToken: page.nextToken };
  }),
);
