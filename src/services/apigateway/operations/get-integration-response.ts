// GetIntegrationResponse: one response of an integration.

import type {
  GetIntegrationResponseCommandInput,
  GetIntegrationResponseCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireIntegration } from "../finding.ts";
import { requireIntegrationResponse } from "../integrations.ts";

export const getIntegrationResponse = defineOperation<
  Input<GetIntegrationResponseCommandInput>,
  GetIntegrationResponseCommandOutput
>("GetIntegrationResponse", (input, context) => {
  const { integration } = context.store.read((tx) => requireIntegration(tx, context, input));
  return { ...requireIntegrationResponse(integration, input.statusCode) };
});
