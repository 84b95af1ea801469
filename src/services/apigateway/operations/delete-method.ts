// DeleteMethod: removes a method from its resource.

import type { DeleteMethodCommandInput, DeleteMethodCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireMethod } from "../finding.ts";
import { withMethod } from "../methods.ts";
import { savePart } from "../repo.ts";

export const deleteMethod = defineOperation<Input<DeleteMethodCommandInput>, DeleteMethodCommandOutput>(
  "DeleteMethod",
  (input, context) => {
    const { restApiId, resourceId, httpMethod } = input;
    context.store.write((tx) => {
      const { resource } = requireMethod(tx, context, input);
      savePart(tx, context, restApiId, "resource", resourceId, withMethod(resource, httpMethod, undefined));
    });
    return {};
  },
);
