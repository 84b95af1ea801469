// StopDurableExecution: ends a durable execution. AWS: one that has ended stays as it is; inferred.

import type { StopDurableExecutionCommandInput, StopDurableExecutionCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { readError } from "../durable/error-object.ts";
import { ExecutionEdit } from "../durable/execution-edit.ts";
import { closeExecution } from "../durable/life-cycle.ts";
import { requireExecution } from "../durable/lookup.ts";

export const stopDurableExecution = defineOperation<
  Input<StopDurableExecutionCommandInput>,
  StopDurableExecutionCommandOutput
>("StopDurableExecution", (input, context) => {
  const endedAtMs = context.store.write((tx) => {
    const { reference, record } = requireExecution(tx, input.DurableExecutionArn);
    const edit = new ExecutionEdit(context, tx, reference, record);
    closeExecution(context, tx, edit, { status: "STOPPED", error: readError(input.Error ?? {}) });
    edit.save();
    return edit.record.endedAtMs ?? context.clock.nowMs();
  });
  return { StopTimestamp: new Date(endedAtMs) };
});
