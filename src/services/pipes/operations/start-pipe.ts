// StartPipe: lets a pipe run.

import type { StartPipeCommandInput, StartPipeCommandOutput } from "@aws-sdk/client-pipes";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeState } from "../describe.ts";
import { conflict, pipeNotFound } from "../errors.ts";
import type { PipeRecord } from "../records.ts";
import { loadPipe, savePipe } from "../repo.ts";
import { requireSettled } from "../states.ts";
import { enqueueTransition } from "../transitions.ts";

export const startPipe = defineOperation<Input<StartPipeCommandInput>, StartPipeCommandOutput>(
  "StartPipe",
  (input, context) => {
    const pipe = context.store.write((tx) => {
      const before = loadPipe(tx, context, input.Name);
      if (before === undefined) throw pipeNotFound(input.Name);
      requireSettled(before);
      if (before.currentState === "RUNNING")
        throw conflict(input.Name, `Pipe ${input.Name} is already in the state RUNNING.`);
      const next: PipeRecord = {
        ...before,
        desiredState: "RUNNING",
        currentState: "STARTING",
        modifiedAtMs: context.clock.nowMs(),
      };
      savePipe(tx, context, next);
      enqueueTransition(context, tx, context, next);
      return next;
    });
    return describeState(context, pipe);
  },
);
