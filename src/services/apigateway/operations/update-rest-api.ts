// UpdateRestApi: changes an API's settings by a patch.

import type { UpdateRestApiCommandInput, UpdateRestApiCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi } from "../finding.ts";
import { patchedApi } from "../patches/rest-api.ts";
import { saveApi } from "../repo.ts";
import { apiShape } from "../shapes.ts";

export const updateRestApi = defineOperation<Input<UpdateRestApiCommandInput>, UpdateRestApiCommandOutput>(
  "UpdateRestApi",
  (input, context) => {
    const api = context.store.write((tx) => {
      const changed = patchedApi(context, requireApi(tx, context, input.restApiId), input.patchOperations);
      saveApi(tx, context, changed);
      return changed;
    });
    return apiShape(api);
  },
);
