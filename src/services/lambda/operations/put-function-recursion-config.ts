// PutFunctionRecursionConfig: whether loops through a function are ended.

import type {
  PutFunctionRecursionConfigCommandInput,
  PutFunctionRecursionConfigCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireFunction } from "../functions.ts";
import { parseFunctionName } from "../names.ts";
import { saveFunction } from "../repo.ts";

export const putFunctionRecursionConfig = defineOperation<
  Input<PutFunctionRecursionConfigCommandInput>,
  PutFunctionRecursionConfigCommandOutput
>("PutFunctionRecursionConfig", (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context);
  const { RecursiveLoop } = input;
  context.store.write((tx) => {
    const { allowsLoops: _before, ...record } = requireFunction(tx, reference);
    saveFunction(tx, reference.scope, { ...record, ...(RecursiveLoop === "Allow" ? { allowsLoops: true } : {}) });
  });
  return { RecursiveLoop };
});
