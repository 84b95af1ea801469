// PutIntegration: a method's backend, in place of the one it has.

import type { PutIntegrationCommandInput, PutIntegrationCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireMethod } from "../finding.ts";
import { integrationOf } from "../integrations.ts";
import { withMethod } from "../methods.ts";
import { savePart } from "../repo.ts";
import { integrationShape } from "../shapes.ts";

export const putIntegration = defineOperation<Input<PutIntegrationCommandInput>, PutIntegrationCommandOutput>(
  "PutIntegration",
  (input, context) => {
    const { restApiId, resourceId, httpMethod } = input;
    const integration = context.store.write((tx) => {
      const { resource, method } = requireMethod(tx, context, input);
      const methodIntegration = integrationOf(input, method.methodIntegration);
      savePart(
        tx,
        context,
        restApiId,
        "resource",
        resourceId,
        withMethod(resource, httpMethod, { ...method, methodIntegration }),
      );
      return methodIntegration;
    });
    return integrationShape(integration);
  },
);
