// PutMethod: a method on a resource that has none of this name.

import type { PutMethodCommandInput, PutMethodCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { conflict } from "../errors.ts";
import { requirePart } from "../finding.ts";
import { parseAuthorizationType, requireMethodIsSound, withMethod } from "../methods.ts";
import type { Method } from "../records.ts";
import { savePart } from "../repo.ts";
import { methodShape } from "../shapes.ts";

export const putMethod = defineOperation<Input<PutMethodCommandInput>, PutMethodCommandOutput>(
  "PutMethod",
  (input, context) => {
    const { restApiId, resourceId, httpMethod } = input;
    const method: Method = {
      httpMethod,
      authorizationType: parseAuthorizationType(input.authorizationType),
      authorizerId: input.authorizerId,
      apiKeyRequired: input.apiKeyRequired ?? false,
      requestValidatorId: input.requestValidatorId,
      operationName: input.operationName,
      requestParameters: input.requestParameters,
      requestModels: input.requestModels,
      methodResponses: {},
      authorizationScopes: input.authorizationScopes,
    };
    context.store.write((tx) => {
      const resource = requirePart(tx, context, restApiId, "resource", resourceId);
      requireMethodIsSound(tx, context, restApiId, method);
      if (resource.methods[httpMethod] !== undefined) throw conflict("Method already exists for this resource");
      savePart(tx, context, restApiId, "resource", resourceId, withMethod(resource, httpMethod, method));
    });
    return methodShape(method);
  },
);
