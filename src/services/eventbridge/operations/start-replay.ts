// StartReplay: sends an archive's events to a bus again.

import type { StartReplayCommandInput, StartReplayCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { replayJob } from "../archives/replay.ts";
import { requireArchive } from "../archives/require.ts";
import { requireOwnBus } from "../buses/require.ts";
import { alreadyExists, validation } from "../errors.ts";
import { partsOfArn, replayArn } from "../names.ts";
import { requireRoom } from "../quotas.ts";
import { load, save } from "../repo.ts";

export const startReplay = defineOperation<Input<StartReplayCommandInput>, StartReplayCommandOutput>(
  "StartReplay",
  (input, context) => {
    const { ReplayName: name, EventStartTime, EventEndTime, Destination, Description } = input;
    if (EventStartTime.getTime() >= EventEndTime.getTime())
      throw validation("Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.");
    const archiveName = partsOfArn(input.EventSourceArn).rest.join("/");
    const destinationArn = Destination.Arn ?? "";
    const nowMs = context.clock.nowMs();
    context.store.write((tx) => {
      if (load(tx, context, "replay", name) !== undefined) throw alreadyExists(`Replay ${name}`);
      requireRoom(tx, context, "replay");
      const { archiveId, busName } = requireArchive(tx, context, archiveName);
      const destination = requireOwnBus(tx, context, destinationArn, "Destination.Arn");
      // AWS: StartReplay: events go back to the bus from which they came.
      if (destination.name !== busName)
        throw validation("Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.");
      save(tx, context, "replay", {
        v: 1,
        name,
        archiveName,
        archiveId,
        destinationArn,
        filterArns: Destination.FilterArns ?? [],
        eventStartMs: EventStartTime.getTime(),
        eventEndMs: EventEndTime.getTime(),
        state: "STARTING",
        startedAtMs: nowMs,
        ...(Description === undefined ? {} : { description: Description }),
      });
      const { account, region } = context;
      context.jobs.enqueue(tx, { account, region, kind: replayJob.kind, payload: { replayName: name } });
    });
    return { ReplayArn: replayArn(context, name), State: "STARTING", ReplayStartTime: new Date(nowMs) };
  },
);
