// DeleteIntegrationResponse: takes a response of an integration away.

import type {
  DeleteIntegrationResponseCommandInput,
  DeleteIntegrationResponseCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { notFound } from "../errors.ts";
import { requirePart } from "../finding.ts";
import { requireIntegrationResponse } from "../integrations.ts";
import { withMethod } from "../methods.ts";
import type { Method } from "../records.ts";
import { savePart } from "../repo.ts";

export const deleteIntegrationResponse = defineOperation<
  Input<DeleteIntegrationResponseCommandInput>,
  DeleteIntegrationResponseCommandOutput
>("DeleteIntegrationResponse", (input, context) => {
  const { restApiId, resourceId, httpMethod, statusCode } = input;
  context.store.write((tx) => {
    const resource = requirePart(tx, context, restApiId, "resource", resourceId);
    const method = resource.methods[httpMethod];
    // AWS: recorded: where the method is not there, it is the integration that is complained of.
    if (method?.methodIntegration === undefined) throw notFound("Invalid Integration identifier specified");
    requireIntegrationResponse(method.methodIntegration, statusCode);
    const { [statusCode]: _gone, ...integrationResponses } = method.methodIntegration.integrationResponses;
    const changed: Method = { ...method, methodIntegration: { ...method.methodIntegration, integrationResponses } };
    savePart(tx, context, restApiId, "resource", resourceId, withMethod(resource, httpMethod, changed));
  });
  return {};
});
