// GetProvisionedConcurrencyConfig: how many sandboxes of a version or an alias are initialised ahead.

import type {
  GetProvisionedConcurrencyConfigCommandInput,
  GetProvisionedConcurrencyConfigCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { noProvisionedConcurrency } from "../errors.ts";
import { requireTarget } from "../functions.ts";
import { parseFunctionName } from "../names.ts";
import { describeProvisioned } from "../provisioned/provisioned.ts";
import { loadProvisioned } from "../provisioned/repo.ts";

export const getProvisionedConcurrencyConfig = defineOperation<
  Input<GetProvisionedConcurrencyConfigCommandInput>,
  GetProvisionedConcurrencyConfigCommandOutput
>("GetProvisionedConcurrencyConfig", (input, context) => {
  const { scope, name, qualifier = "" } = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const record = context.store.read((tx) => {
    requireTarget(tx, { scope, name, qualifier });
    return loadProvisioned(tx, scope, name, qualifier);
  });
  if (record === undefined) throw noProvisionedConcurrency();
  return describeProvisioned(context, scope, name, record);
});
