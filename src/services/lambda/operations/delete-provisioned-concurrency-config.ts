// DeleteProvisionedConcurrencyConfig: keeps no sandboxes of a version or an alias ready any more.

import type {
  DeleteProvisionedConcurrencyConfigCommandInput,
  DeleteProvisionedConcurrencyConfigCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireTarget } from "../functions.ts";
import { parseFunctionName } from "../names.ts";
import { removeProvisioned } from "../provisioned/repo.ts";
import { reapplyProvisioned } from "../runner.ts";

export const deleteProvisionedConcurrencyConfig = defineOperation<
  Input<DeleteProvisionedConcurrencyConfigCommandInput>,
  DeleteProvisionedConcurrencyConfigCommandOutput
>("DeleteProvisionedConcurrencyConfig", (input, context) => {
  const { scope, name, qualifier = "" } = parseFunctionName(input.FunctionName, context, input.Qualifier);
  context.store.write((tx) => {
    requireTarget(tx, { scope, name, qualifier });
    removeProvisioned(tx, scope, name, qualifier);
  });
  reapplyProvisioned(context, scope, name);
  return {};
});
