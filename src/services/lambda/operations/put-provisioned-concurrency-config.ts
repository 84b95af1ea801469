// PutProvisionedConcurrencyConfig: has sandboxes of a version or an alias initialised ahead.

import type {
  PutProvisionedConcurrencyConfigCommandInput,
  PutProvisionedConcurrencyConfigCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter } from "../errors.ts";
import { requireTarget } from "../functions.ts";
import { LATEST, parseFunctionName } from "../names.ts";
import { describeProvisioned } from "../provisioned/provisioned.ts";
import { listProvisioned, loadProvisioned, saveProvisioned } from "../provisioned/repo.ts";
import type { ProvisionedRecord } from "../provisioned/repo.ts";
import { LEAST_UNRESERVED, reapplyProvisioned, unreservedConcurrency } from "../runner.ts";

export const putProvisionedConcurrencyConfig = defineOperation<
  Input<PutProvisionedConcurrencyConfigCommandInput>,
  PutProvisionedConcurrencyConfigCommandOutput
>("PutProvisionedConcurrencyConfig", (input, context) => {
  const { scope, name, qualifier = "" } = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const requested = input.ProvisionedConcurrentExecutions;
  const record: ProvisionedRecord = { v: 1, qualifier, requested, modifiedAtMs: context.clock.nowMs() };
  context.store.write((tx) => {
    const target = requireTarget(tx, { scope, name, qualifier });
    if (target.version.version === LATEST)
      throw invalidParameter("Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
    const others = [...listProvisioned(tx, scope, name)].filter((each) => each.qualifier !== qualifier);
    for (const other of others) {
      const shared = requireTarget(tx, { scope, name, qualifier: other.qualifier });
      // AWS: "Configuring provisioned concurrency": either on a version, or on an alias that points to it.
      if (shared.version.version === target.version.version)
        throw invalidParameter(
          "Alias and the function version it points to cannot both have provisioned concurrency configured.",
        );
    }
    const all = others.reduce((sum, each) => sum + each.requested, requested);
    const { reservedConcurrency } = target.function;
    if (reservedConcurrency !== undefined && all > reservedConcurrency)
      throw invalidParameter(
        `Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function`,
      );
    // What this function has now is part of what it may have.
    const present = loadProvisioned(tx, scope, name, qualifier)?.requested ?? 0;
    const left = unreservedConcurrency(context, scope) + all - requested + present - LEAST_UNRESERVED;
    if (reservedConcurrency === undefined && all > left)
      throw invalidParameter(
        `Specified ConcurrentExecutions for function is greater than function's unreserved concurrency [${left}].`,
      );
    saveProvisioned(tx, scope, name, record);
  });
  reapplyProvisioned(context, scope, name);
  return describeProvisioned(context, scope, name, record);
});
