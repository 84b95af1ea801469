// UpdateIntegration: changes an integration by a patch.

import type { UpdateIntegrationCommandInput, UpdateIntegrationCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireIntegration } from "../finding.ts";
import { requireIntegrationIsSound } from "../integrations.ts";
import { withMethod } from "../methods.ts";
import { INTEGRATION_RULES } from "../patches/method.ts";
import { patched, PLAIN } from "../patches/patch.ts";
import { savePart } from "../repo.ts";
import { integrationShape } from "../shapes.ts";

export const updateIntegration = defineOperation<Input<UpdateIntegrationCommandInput>, UpdateIntegrationCommandOutput>(
  "UpdateIntegration",
  (input, context) => {
    const { restApiId, resourceId, httpMethod, patchOperations } = input;
    const integration = context.store.write((tx) => {
      const { resource, method, integration: present } = requireIntegration(tx, context, input);
      const methodIntegration = patched(present, patchOperations, INTEGRATION_RULES, PLAIN);
      requireIntegrationIsSound(methodIntegration);
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
