// GetDeployments: the deployments of an API.

import type { GetDeploymentsCommandInput, GetDeploymentsCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf, requireApi } from "../apis.ts";
import { listParts } from "../repo.ts";
import { deploymentShape } from "../shapes.ts";

export const getDeployments = defineOperation<Input<GetDeploymentsCommandInput>, GetDeploymentsCommandOutput>(
  "GetDeployments",
  ({ ApiId, MaxResults, NextToken }, context) => {
    const parts = context.store.read((tx) => {
      requireApi(tx, context, ApiId);
      return listParts(tx, context, ApiId, "deployment");
    });
    const { Items, ...page } = pageOf(parts, MaxResults, NextToken);
    return { ...page, Items: Items.map((part) => ({ ...deploymentShape(part) })) };
  },
);
