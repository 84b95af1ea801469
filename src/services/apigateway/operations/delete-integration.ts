// DeleteIntegration: takes a method's integration away.

import type { DeleteIntegrationCommandInput, DeleteIntegrationCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireIntegration } from "../finding.ts";
import { withMethod } from "../methods.ts";
import type { Method } from "../records.ts";
import { savePart } from "../repo.ts";

export const deleteIntegration = defineOperation<Input<DeleteIntegrationCommandInput>, DeleteIntegrationCommandOutput>(
  "DeleteIntegration",
  (input, context) => {
    const { restApiId, resourceId, httpMethod } = input;
    context.store.write((tx) => {
      const { resource, method } = requireIntegration(tx, context, input);
      const changed: Method = { ...method, methodIntegration: undefined };
      savePart(tx, context, restApiId, "resource", resourceId, withMethod(resource, httpMethod, changed));
    });
    return {};
  },
);
