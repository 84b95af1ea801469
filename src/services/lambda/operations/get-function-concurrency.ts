// GetFunctionConcurrency: what a function has reserved; nothing if it has not.

import type { GetFunctionConcurrencyCommandInput, GetFunctionConcurrencyCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireFunction } from "../functions.ts";
import { parseWholeFunctionName } from "../names.ts";

export const getFunctionConcurrency = defineOperation<
  Input<GetFunctionConcurrencyCommandInput>,
  GetFunctionConcurrencyCommandOutput
>("GetFunctionConcurrency", (input, context) => {
  const reference = parseWholeFunctionName(input.FunctionName, context);
  const { reservedConcurrency } = context.store.read((tx) => requireFunction(tx, reference));
  return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
});
