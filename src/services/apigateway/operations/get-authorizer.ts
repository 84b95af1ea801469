// GetAuthorizer: one authorizer.

import type { GetAuthorizerCommandInput, GetAuthorizerCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../finding.ts";
import { authorizerShape } from "../shapes.ts";

export const getAuthorizer = defineOperation<Input<GetAuthorizerCommandInput>, GetAuthorizerCommandOutput>(
  "GetAuthorizer",
  (input, context) => {
    return authorizerShape(
      context.store.read((tx) => requirePart(tx, context, input.restApiId, "authorizer", input.authorizerId)),
    );
  },
);
