// ListDeployments: the ids of deployments, from the newest on.

import type { ListDeploymentsCommandInput, ListDeploymentsCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidTimeRange } from "../errors.ts";
import { requireGroup } from "../groups.ts";
import { takePage } from "../pages.ts";
import { listDeploymentRecords } from "../repo.ts";
import { required } from "../validation.ts";

export const listDeployments = defineOperation<Input<ListDeploymentsCommandInput>, ListDeploymentsCommandOutput>(
  "ListDeployments",
  (input, context) => {
    const { applicationName, deploymentGroupName, includeOnlyStatuses, createTimeRange, nextToken } = input;
    const fromMs = createTimeRange?.start?.getTime() ?? -Infinity;
    const untilMs = createTimeRange?.end?.getTime() ?? Infinity;
    // AWS: ListDeployments: application and group are named together, or neither is.
    if (applicationName === undefined && deploymentGroupName !== undefined) throw required("applicationName");
    if (applicationName !== undefined && deploymentGroupName === undefined) throw required("deploymentGroupName");
    if (fromMs > untilMs) throw invalidTimeRange("The time range ends before it starts.");
    const statuses: readonly string[] = includeOnlyStatuses ?? [];
    return context.store.read((tx) => {
      if (applicationName !== undefined && deploymentGroupName !== undefined)
        requireGroup(tx, context, applicationName, deploymentGroupName);
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
