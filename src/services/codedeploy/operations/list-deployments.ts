// ListDeployments: the ids of deployments, from the newest on.

import type { ListDeploymentsCommandInput, ListDeploymentsCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApplication } from "../applications.ts";
import { requireGroup } from "../groups.ts";
import { takePage } from "../pages.ts";
import { listDeploymentRecords } from "../repo.ts";

export const listDeployments = defineOperation<Input<ListDeploymentsCommandInput>, ListDeploymentsCommandOutput>(
  "ListDeployments",
  (input, context) => {
    const { applicationName, deploymentGroupName, includeOnlyStatuses, createTimeRange, nextToken } = input;
    const fromMs = createTimeRange?.start?.getTime() ?? -Infinity;
    const untilMs = createTimeRange?.end?.getTime() ?? Infinity;
    const statuses: readonly string[] = includeOnlyStatuses ?? [];
    return context.store.read((tx) => {
      if (applicationName !== undefined && deploymentGroupName !== undefined)
        requireGroup(tx, context, applicationName, deploymentGroupName);
      else if (applicationName !== undefined) requireApplication(tx, context, applicationName);
      const wanted = [...listDeploymentRecords(tx, context)].filter(
        (deployment) =>
          (applicationName === undefined || deployment.applicationName === applicationName) &&
          (deploymentGroupName === undefined || deployment.groupName === deploymentGroupName) &&
          (statuses.length === 0 || statuses.includes(deployment.status)) &&
          deployment.createdAtMs >= fromMs &&
          deployment.createdAtMs <= untilMs,
      );
      const page = takePage(
        wanted.map(({ id }) => id),
        nextToken,
      );
      return { deployments: page.items, nextToken: page.nextToken };
    });
  },
);
