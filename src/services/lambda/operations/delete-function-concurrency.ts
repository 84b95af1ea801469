// DeleteFunctionConcurrency: gives reserved concurrency back to the account.

import type {
  DeleteFunctionConcurrencyCommandInput,
  DeleteFunctionConcurrencyCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireFunction } from "../functions.ts";
import { parseWholeFunctionName } from "../names.ts";
import { saveFunction } from "../repo.ts";

export const deleteFunctionConcurrency = defineOperation<
  Input<DeleteFunctionConcurrencyCommandInput>,
  DeleteFunctionConcurrencyCommandOutput
>("DeleteFunctionConcurrency", (input, context) => {
  const reference = parseWholeFunctionName(input.FunctionName, context);
  context.store.write((tx) => {
    const { reservedConcurrency: _given, ...rest } = requireFunction(tx, reference);
    saveFunction(tx, reference.scope, rest);
  });
  return {};
});
