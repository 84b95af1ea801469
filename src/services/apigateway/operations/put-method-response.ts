// PutMethodResponse: a status code with which a method may answer.

import type { PutMethodResponseCommandInput, PutMethodResponseCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { conflict } from "../errors.ts";
import { requireMethod } from "../finding.ts";
import { requireModels, requireResponseParameters, withMethod } from "../methods.ts";
import type { MethodResponse } from "../records.ts";
import { savePart } from "../repo.ts";

export const putMethodResponse = defineOperation<Input<PutMethodResponseCommandInput>, PutMethodResponseCommandOutput>(
  "PutMethodResponse",
  (input, context) => {
    const { restApiId, resourceId, httpMethod, statusCode, responseParameters, responseModels } = input;
    requireResponseParameters(responseParameters);
    const response: MethodResponse = { statusCode, responseParameters, responseModels };
    context.store.write((tx) => {
      const { resource, method } = requireMethod(tx, context, input);
      requireModels(tx, context, restApiId, responseModels);
      if (method.methodResponses[statusCode] !== undefined) throw conflict("Response already exists for this resource");
      const methodResponses = { ...method.methodResponses, [statusCode]: response };
      savePart(
        tx,
        context,
        restApiId,
        "resource",
        resourceId,
        withMethod(resource, httpMethod, { ...method, methodResponses }),
      );
    });
    return { ...response };
  },
);
