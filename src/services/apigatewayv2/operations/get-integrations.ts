// GetIntegrations: the integrations of an API.

import type { GetIntegrationsCommandInput, GetIntegrationsCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf, requireApi } from "../apis.ts";
import { listParts } from "../repo.ts";
import { integrationShape } from "../shapes.ts";

export const getIntegrations = defineOperation<Input<GetIntegrationsCommandInput>, GetIntegrationsCommandOutput>(
  "GetIntegrations",
  ({ ApiId, MaxResults, NextToken }, context) => {
    const parts = context.store.read((tx) => {
      requireApi(tx, context, ApiId);
      return listParts(tx, context, ApiId, "integration");
    });
    const { Items, ...page } = pageOf(parts, MaxResults, NextToken);
    return { ...page, Items: Items.map((part) => ({ ...integrationShape(part) })) };
  },
);
