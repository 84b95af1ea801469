// DeletePipe: removes a pipe; what it has in hand is finished.

import type { DeletePipeCommandInput, DeletePipeCommandOutput } from "@aws-sdk/client-pipes";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeState } from "../describe.ts";
import { pipeNotFound } from "../errors.ts";
import type { PipeRecord } from "../records.ts";
import { loadPipe, savePipe } from "../repo.ts";
import { enqueueTransition } from "../transitions.ts";

export const deletePipe = defineOperation<Input<DeletePipeCommandInput>, DeletePipeCommandOutput>(
  "DeletePipe",
  (input, context) => {
    const pipe = context.store.write((tx) => {
      const before = loadPipe(tx, context, input.Name);
      if (before === undefined) throw pipeNotFound(input.Name);
      const next: PipeRecord = { ...before, currentState: "DELETING", modifiedAtMs: context.clock.nowMs() };
      savePipe(tx, context, next);
      enqueueTransition(context, tx, context, next);
      return next;
    });
    return { ...describeState(context, pipe), DesiredState: "DELETED" };
  },
);
