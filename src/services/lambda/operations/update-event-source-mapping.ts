// UpdateEventSourceMapping: changes how a source is worked off, by which function, and whether at all.

import type {
  UpdateEventSourceMappingCommandInput,
  UpdateEventSourceMappingCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { resourceNotFound } from "../errors.ts";
import { requireMappable } from "../durable/run.ts";
import { requireTarget } from "../functions.ts";
import { describeMapping, readSettings } from "../mappings/mapping.ts";
import { refreshPoller } from "../mappings/pollers.ts";
import { parseFunctionName } from "../names.ts";
import type { MappingRecord } from "../records.ts";
import { loadMapping, saveMapping } from "../repo.ts";

export const updateEventSourceMapping = defineOperation<
  Input<UpdateEventSourceMappingCommandInput>,
  UpdateEventSourceMappingCommandOutput
>("UpdateEventSourceMapping", (input, context) => {
  const updated = context.store.write((tx) => {
    const before = loadMapping(tx, context, input.UUID);
    if (before === undefined) throw resourceNotFound();
    const { qualifier: oldQualifier, ...rest } = before;
    const reference =
      input.FunctionName === undefined
        ? {
            scope: context,
            name: before.functionName,
            ...(oldQualifier === undefined ? {} : { qualifier: oldQualifier }),
          }
        : parseFunctionName(input.FunctionName, context);
    if (input.FunctionName !== undefined) requireMappable(requireTarget(tx, reference));
    const { qualifier } = reference;
    const next: MappingRecord = {
      ...rest,
      ...readSettings(input, before.sourceArn, before),
      functionName: reference.name,
      ...(qualifier === undefined ? {} : { qualifier }),
      isEnabled: input.Enabled ?? before.isEnabled,
      modifiedAtMs: context.clock.nowMs(),
    };
    saveMapping(tx, context, next);
    return next;
  });
  refreshPoller(context, context, updated.uuid);
  return describeMapping(context, updated, "Updating");
});
