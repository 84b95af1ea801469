// PutIntegrationResponse: how an integration's answers become a method's answer with this status code.

import type {
  PutIntegrationResponseCommandInput,
  PutIntegrationResponseCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { notFound } from "../errors.ts";
import { requireIntegration } from "../finding.ts";
import { requireDeclaredHeaders, requireIntegrationResponseIsSound } from "../integrations.ts";
import { withMethod } from "../methods.ts";
import type { IntegrationResponse, Method } from "../records.ts";
import { savePart } from "../repo.ts";

export const putIntegrationResponse = defineOperation<
  Input<PutIntegrationResponseCommandInput>,
  PutIntegrationResponseCommandOutput
>("PutIntegrationResponse", (input, context) => {
  const { restApiId, resourceId, httpMethod, statusCode } = input;
  const { selectionPattern, responseParameters, responseTemplates, contentHandling } = input;
  const response: IntegrationResponse = {
    statusCode,
    selectionPattern,
    responseParameters,
    responseTemplates,
    contentHandling,
  };
  requireIntegrationResponseIsSound(response);
  context.store.write((tx) => {
    const { resource, method, integration } = requireIntegration(tx, context, input);
    if (method.methodResponses[statusCode] === undefined) throw notFound("Invalid Response status code specified");
    requireDeclaredHeaders(method.methodResponses[statusCode], response);
    const integrationResponses = { ...integration.integrationResponses, [statusCode]: response };
    const changed: Method = { ...method, methodIntegration: { ...integration, integrationResponses } };
    savePart(tx, context, restApiId, "resource", resourceId, withMethod(resource, httpMethod, changed));
  });
  return { ...response };
});
