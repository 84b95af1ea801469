// GetIntegration: a method's integration.

import type { GetIntegrationCommandInput, GetIntegrationCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireIntegration } from "../finding.ts";
import { integrationShape } from "../shapes.ts";

export const getIntegration = defineOperation<Input<GetIntegrationCommandInput>, GetIntegrationCommandOutput>(
  "GetIntegration",
  (input, context) => {
    return integrationShape(context.store.read((tx) => requireIntegration(tx, context, input)).integration);
  },
);
