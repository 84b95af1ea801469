// CancelReplay: stops a replay that runs.

import type { CancelReplayCommandInput, CancelReplayCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireReplay } from "../archives/require.ts";
import { illegalStatus } from "../errors.ts";
import { replayArn } from "../names.ts";
import { save } from "../repo.ts";

export const cancelReplay = defineOperation<Input<CancelReplayCommandInput>, CancelReplayCommandOutput>(
  "CancelReplay",
  (input, context) => {
    context.store.write((tx) => {
      const replay = requireReplay(tx, context, input.ReplayName);
      if (replay.state !== "STARTING" && replay.state !== "RUNNING")
        throw illegalStatus(`Replay ${replay.name} is not in a valid state for this operation.`);
      save(tx, context, "replay", { ...replay, state: "CANCELLING" });
    });
    return { ReplayArn: replayArn(context, input.ReplayName), State: "CANCELLING" };
  },
);
