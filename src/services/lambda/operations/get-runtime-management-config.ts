// GetRuntimeManagementConfig: when a version gets a new runtime.

import type {
  GetRuntimeManagementConfigCommandInput,
  GetRuntimeManagementConfigCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireTarget } from "../functions.ts";
import { functionArn, parseFunctionName } from "../names.ts";

export const getRuntimeManagementConfig = defineOperation<
  Input<GetRuntimeManagementConfigCommandInput>,
  GetRuntimeManagementConfigCommandOutput
>("GetRuntimeManagementConfig", (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const { version } = context.store.read((tx) => requireTarget(tx, reference));
  return {
    UpdateRuntimeOn: version.updateRuntimeOn ?? "Auto",
    FunctionArn: functionArn(reference.scope, reference.name, version.version),
  };
});
