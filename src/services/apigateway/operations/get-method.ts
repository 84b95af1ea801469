// GetMethod: one method, with its integration and responses.

import type { GetMethodCommandInput, GetMethodCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireMethod } from "../finding.ts";
import { methodShape } from "../shapes.ts";

export const getMethod = defineOperation<Input<GetMethodCommandInput>, GetMethodCommandOutput>(
  "GetMethod",
  (input, context) => {
    return methodShape(context.store.read((tx) => requireMethod(tx, context, input)).method);
  },
);
