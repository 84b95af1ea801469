// DeleteRestApi: removes an API with all that belongs to it; one that a domain maps to stays.

import type { DeleteRestApiCommandInput, DeleteRestApiCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi } from "../finding.ts";
import { leavePlans, requireUnmapped } from "../mappings.ts";
import { removeApi } from "../repo.ts";

export const deleteRestApi = defineOperation<Input<DeleteRestApiCommandInput>, DeleteRestApiCommandOutput>(
  "DeleteRestApi",
  (input, context) => {
    const { restApiId } = input;
    context.store.write((tx) => {
      requireApi(tx, context, restApiId);
      requireUnmapped(tx, context, restApiId);
      removeApi(tx, context, restApiId);
      leavePlans(tx, context, restApiId);
    });
    return {};
  },
);
