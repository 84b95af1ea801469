// DeleteIntegration: one integration of an API.

import type { DeleteIntegrationCommandInput, DeleteIntegrationCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { conflict } from "../errors.ts";
import { listParts, removePart } from "../repo.ts";

export const deleteIntegration = defineOperation<Input<DeleteIntegrationCommandInput>, DeleteIntegrationCommandOutput>(
  "DeleteIntegration",
  ({ ApiId, IntegrationId }, context) =>
    context.store.write((tx) => {
      requirePart(tx, context, ApiId, "integration", IntegrationId);
      const user = listParts(tx, context, ApiId, "route").find((route) => route.integrationId === IntegrationId);
      if (user !== undefined)
        throw conflict(`Cannot delete Integration '${IntegrationId}'. It is referenced by Route '${user.routeId}'.`);
      removePart(tx, context, ApiId, "integration", IntegrationId);
      for (const response of listParts(tx, context, ApiId, "integrationResponse"))
        if (response.integrationId === IntegrationId)
          removePart(tx, context, ApiId, "integrationResponse", response.integrationResponseId);
      return {};
    }),
);
