// GetFunctionConfiguration: a version's configuration.

import type {
  GetFunctionConfigurationCommandInput,
  GetFunctionConfigurationCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeRuntimeVersion, describeVersion } from "../configuration.ts";
import { requireTarget } from "../functions.ts";
import { parseFunctionName } from "../names.ts";

export const getFunctionConfiguration = defineOperation<
  Input<GetFunctionConfigurationCommandInput>,
  GetFunctionConfigurationCommandOutput
>("GetFunctionConfiguration", (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const { scope, function: record, version, qualifier } = context.store.read((tx) => requireTarget(tx, reference));
  return {
    ...describeVersion(scope, record.name, version, qualifier === "" ? {} : { qualifier }),
    ...describeRuntimeVersion(context, version.runtime),
  };
});
