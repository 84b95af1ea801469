// BatchGetDeployments: several deployments.

import type { BatchGetDeploymentsCommandInput, BatchGetDeploymentsCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeDeployment } from "../deployments.ts";
import { requireBatch } from "../pages.ts";
import { loadDeployment } from "../repo.ts";

export const batchGetDeployments = defineOperation<
  Input<BatchGetDeploymentsCommandInput>,
  BatchGetDeploymentsCommandOutput
>("BatchGetDeployments", ({ deploymentIds }, context) => {
  // AWS: BatchGetDeployments: "The maximum number of deployment IDs you can specify is 25."
  requireBatch("deploymentIds", deploymentIds, 25);
  return context.store.read((tx) => ({
    deploymentsInfo: deploymentIds.flatMap((id) => loadDeployment(tx, context, id) ?? []).map(describeDeployment),
  }));
});
