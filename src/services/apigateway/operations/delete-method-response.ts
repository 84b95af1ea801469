// DeleteMethodResponse: removes a declared response.

import type { DeleteMethodResponseCommandInput, DeleteMethodResponseCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireMethod } from "../finding.ts";
import { requireMethodResponse, withMethod } from "../methods.ts";
import { savePart } from "../repo.ts";

export const deleteMethodResponse = defineOperation<
  Input<DeleteMethodResponseCommandInput>,
  DeleteMethodResponseCommandOutput
>("DeleteMethodResponse", (input, context) => {
  const { restApiId, resourceId, httpMethod, statusCode } = input;
  context.store.write((tx) => {
    const { resource, method } = requireMethod(tx, context, input);
    requireMethodResponse(method, statusCode);
    const { [statusCode]: _gone, ...methodResponses } = method.methodResponses;
    savePart(
      tx,
      context,
      restApiId,
      "resource",
      resourceId,
      withMethod(resource, httpMethod, { ...method, methodResponses }),
    );
  });
  return {};
});
