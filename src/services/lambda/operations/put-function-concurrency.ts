// PutFunctionConcurrency: reserves concurrency for a function, which is its limit, too.

import type { PutFunctionConcurrencyCommandInput, PutFunctionConcurrencyCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter } from "../errors.ts";
import { requireFunction } from "../functions.ts";
import { parseWholeFunctionName } from "../names.ts";
import { sumProvisioned } from "../provisioned/repo.ts";
import { saveFunction } from "../repo.ts";
import { LEAST_UNRESERVED, unreservedConcurrency } from "../runner.ts";

export const putFunctionConcurrency = defineOperation<
  Input<PutFunctionConcurrencyCommandInput>,
  PutFunctionConcurrencyCommandOutput
>("PutFunctionConcurrency", (input, context) => {
  const reference = parseWholeFunctionName(input.FunctionName, context);
  const { ReservedConcurrentExecutions: wanted } = input;
  context.store.write((tx) => {
    const record = requireFunction(tx, reference);
    const provisioned = sumProvisioned(tx, reference.scope).get(reference.name) ?? 0;
    const present = record.reservedConcurrency ?? provisioned;
    const left = unreservedConcurrency(context, reference.scope) + present - wanted;
    if (left < LEAST_UNRESERVED)
      throw invalidParameter(
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${LEAST_UNRESERVED}].`,
      );
    if (wanted < provisioned)
      throw invalidParameter(
        `ReservedConcurrentExecutions  ${wanted} should not be lower than function's total provisioned concurrency [${provisioned}].`,
      );
    saveFunction(tx, reference.scope, { ...record, reservedConcurrency: wanted });
  });
  return { ReservedConcurrentExecutions: wanted };
});
