// UpdateIntegrationResponse: changes an integration's response by a patch.

import type {
  UpdateIntegrationResponseCommandInput,
  UpdateIntegrationResponseCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireIntegration } from "../finding.ts";
import {
  requireDeclaredHeaders,
  requireIntegrationResponse,
  requireIntegrationResponseIsSound,
} from "../integrations.ts";
import { withMethod } from "../methods.ts";
import { INTEGRATION_RESPONSE_RULES } from "../patches/method.ts";
import { patched, PLAIN } from "../patches/patch.ts";
import type { Method } from "../records.ts";
import { savePart } from "../repo.ts";

export const updateIntegrationResponse = defineOperation<
  Input<UpdateIntegrationResponseCommandInput>,
  UpdateIntegrationResponseCommandOutput
>("UpdateIntegrationResponse", (input, context) => {
  const { restApiId, resourceId, httpMethod, statusCode, patchOperations } = input;
  const response = context.store.write((tx) => {
    const { resource, method, integration } = requireIntegration(tx, context, input);
    const present = requireIntegrationResponse(integration, statusCode);
    const changed = patched(present, patchOperations, INTEGRATION_RESPONSE_RULES, PLAIN);
    requireIntegrationResponseIsSound(changed);
    requireDeclaredHeaders(method.methodResponses[statusCode], changed);
    const integrationResponses = { ...integration.integrationResponses, [statusCode]: changed };
    const changedMethod: Method = { ...method, methodIntegration: { ...integration, integrationResponses } };
    savePart(tx, context, restApiId, "resource", resourceId, withMethod(resource, httpMethod, changedMethod));
    return changed;
  });
  return { ...response };
});
