// GetDeployments: an API's deployments, the newest first.

import type { GetDeploymentsCommandInput, GetDeploymentsCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi } from "../finding.ts";
import { pageOf } from "../pages.ts";
import { listParts } from "../repo.ts";
import { deploymentShape } from "../shapes.ts";

export const getDeployments = defineOperation<Input<GetDeploymentsCommandInput>, GetDeploymentsCommandOutput>(
  "GetDeployments",
  (input, context) => {
    const deployments = context.store.read((tx) => {
      requireApi(tx, context, input.restApiId);
      return listParts(tx, context, input.restApiId, "deployment");
    });
    const { items, position } = pageOf(
      deployments.toSorted((a, b) => b.createdAtMs - a.createdAtMs),
      input,
    );
    return { items: items.map(deploymentShape), position };
  },
);
