// GetRestApi: one API.

import type { GetRestApiCommandInput, GetRestApiCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi } from "../finding.ts";
import { apiShape } from "../shapes.ts";

export const getRestApi = defineOperation<Input<GetRestApiCommandInput>, GetRestApiCommandOutput>(
  "GetRestApi",
  (input, context) => {
    return apiShape(context.store.read((tx) => requireApi(tx, context, input.restApiId)));
  },
);
