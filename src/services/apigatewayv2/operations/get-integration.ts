// GetIntegration: one integration of an API.

import type { GetIntegrationCommandInput, GetIntegrationCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { integrationShape } from "../shapes.ts";

export const getIntegration = defineOperation<Input<GetIntegrationCommandInput>, GetIntegrationCommandOutput>(
  "GetIntegration",
  ({ ApiId, IntegrationId }, context) =>
    integrationShape(context.store.read((tx) => requirePart(tx, context, ApiId, "integration", IntegrationId))),
);
