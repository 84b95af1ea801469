// PutRuntimeManagementConfig: when a version gets a new runtime.

import type {
  PutRuntimeManagementConfigCommandInput,
  PutRuntimeManagementConfigCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, notSupported } from "../errors.ts";
import { requireTarget } from "../functions.ts";
import { functionArn, parseFunctionName } from "../names.ts";
import { saveVersion } from "../repo.ts";

// DEVIATION: there is one runtime of each family here, the machine's own, so that the setting is kept and changes nothing.
export const putRuntimeManagementConfig = defineOperation<
  Input<PutRuntimeManagementConfigCommandInput>,
  PutRuntimeManagementConfigCommandOutput
>("PutRuntimeManagementConfig", (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const { UpdateRuntimeOn, RuntimeVersionArn } = input;
  if (UpdateRuntimeOn === "Manual") {
    if (RuntimeVersionArn === undefined)
      throw invalidParameter("RuntimeVersionArn is required when UpdateRuntimeOn is set to Manual.");
    throw notSupported("versions of a runtime");
  }
  if (RuntimeVersionArn !== undefined)
    throw invalidParameter("RuntimeVersionArn can only be specified when UpdateRuntimeOn is set to Manual.");
  const target = context.store.write((tx) => {
    const found = requireTarget(tx, reference);
    saveVersion(tx, reference.scope, reference.name, { ...found.version, updateRuntimeOn: UpdateRuntimeOn });
    return found;
  });
  return {
    UpdateRuntimeOn,
    FunctionArn: functionArn(reference.scope, reference.name, target.version.version),
  };
});
