// UpdateFunctionConfiguration: changes what "$LATEST" runs with.

import type {
  UpdateFunctionConfigurationCommandInput,
  UpdateFunctionConfigurationCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeVersion, readConfiguration } from "../configuration.ts";
import { requireFunction } from "../functions.ts";
import { updateLatest } from "../latest.ts";
import { parseFunctionName } from "../names.ts";
import { requireRole } from "../roles.ts";

export const updateFunctionConfiguration = defineOperation<
  Input<UpdateFunctionConfigurationCommandInput>,
  UpdateFunctionConfigurationCommandOutput
>("UpdateFunctionConfiguration", async (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context);
  const { scope, name } = reference;
  context.store.read((tx) => requireFunction(tx, reference));
  const changes = readConfiguration(input, (runtime) => context.sandboxes.supports(runtime));
  if (input.Role !== undefined) await requireRole(context, scope, input.Role, name);
  const latest = updateLatest(context, reference, { revisionId: input.RevisionId }, () => changes);
  return describeVersion(scope, name, latest, { progress: "updating" });
});
