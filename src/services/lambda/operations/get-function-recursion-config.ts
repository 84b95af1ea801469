// GetFunctionRecursionConfig: whether loops through a function are ended.

import type {
  GetFunctionRecursionConfigCommandInput,
  GetFunctionRecursionConfigCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireFunction } from "../functions.ts";
import { parseFunctionName } from "../names.ts";

export const getFunctionRecursionConfig = defineOperation<
  Input<GetFunctionRecursionConfigCommandInput>,
  GetFunctionRecursionConfigCommandOutput
>("GetFunctionRecursionConfig", (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context);
  const { allowsLoops } = context.store.read((tx) => requireFunction(tx, reference));
  return { RecursiveLoop: allowsLoops === true ? "Allow" : "Terminate" };
});
