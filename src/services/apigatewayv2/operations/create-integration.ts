// CreateIntegration: where routes can lead.

import type { CreateIntegrationCommandInput, CreateIntegrationCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { once } from "../../../service/once.ts";
import { defineOperation } from "../../../service/service.ts";
import { newPartId, requireApi } from "../apis.ts";
import { integrationRule } from "../integrations.ts";
import { savePart } from "../repo.ts";
import { integrationShape } from "../shapes.ts";

export const createIntegration = defineOperation<Input<CreateIntegrationCommandInput>, CreateIntegrationCommandOutput>(
  "CreateIntegration",
  (input, context) => {
    const integrationId = newPartId(context.random);
    const record = context.store.write((tx) =>
      once(tx, context, "CreateIntegration", () => {
        const made = integrationRule(requireApi(tx, context, input.ApiId))(integrationId, input);
        savePart(tx, context, input.ApiId, "integration", integrationId, made);
        return made;
      }),
    );
    return integrationShape(record);
  },
);
