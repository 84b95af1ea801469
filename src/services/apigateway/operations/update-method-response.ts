// UpdateMethodResponse: changes a declared response by a patch.

import type { UpdateMethodResponseCommandInput, UpdateMethodResponseCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireMethod } from "../finding.ts";
import { requireMethodResponse, requireModels, requireResponseParameters, withMethod } from "../methods.ts";
import { METHOD_RESPONSE_RULES } from "../patches/method.ts";
import { patched, PLAIN } from "../patches/patch.ts";
import { savePart } from "../repo.ts";

export const updateMethodResponse = defineOperation<
  Input<UpdateMethodResponseCommandInput>,
  UpdateMethodResponseCommandOutput
>("UpdateMethodResponse", (input, context) => {
  const { restApiId, resourceId, httpMethod, statusCode, patchOperations } = input;
  const response = context.store.write((tx) => {
    const { resource, method } = requireMethod(tx, context, input);
    const changed = patched(requireMethodResponse(method, statusCode), patchOperations, METHOD_RESPONSE_RULES, PLAIN);
    requireResponseParameters(changed.responseParameters);
    requireModels(tx, context, restApiId, changed.responseModels);
    const methodResponses = { ...method.methodResponses, [statusCode]: changed };
    savePart(
      tx,
      context,
      restApiId,
      "resource",
      resourceId,
      withMethod(resource, httpMethod, { ...method, methodResponses }),
    );
    return changed;
  });
  return { ...response };
});
