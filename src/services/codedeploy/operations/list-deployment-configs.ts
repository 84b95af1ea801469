// ListDeploymentConfigs: the names of AWS's configurations and one's own.

import type { ListDeploymentConfigsCommandInput, ListDeploymentConfigsCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { configNames } from "../configs.ts";
import { takePage } from "../pages.ts";

export const listDeploymentConfigs = defineOperation<
  Input<ListDeploymentConfigsCommandInput>,
  ListDeploymentConfigsCommandOutput
>("ListDeploymentConfigs", ({ nextToken }, context) =>
  context.store.read((tx) => {
    const page = takePage(configNames(tx, context), nextToken);
    return { deploymentConfigsList: page.items, nextToken: page.nextToken };
  }),
);
