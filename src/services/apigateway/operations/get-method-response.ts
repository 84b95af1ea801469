// GetMethodResponse: one response that a method declares.

import type { GetMethodResponseCommandInput, GetMethodResponseCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireMethod } from "../finding.ts";
import { requireMethodResponse } from "../methods.ts";

export const getMethodResponse = defineOperation<Input<GetMethodResponseCommandInput>, GetMethodResponseCommandOutput>(
  "GetMethodResponse",
  (input, context) => {
    const { method } = context.store.read((tx) => requireMethod(tx, context, input));
    return { ...requireMethodResponse(method, input.statusCode) };
  },
);
