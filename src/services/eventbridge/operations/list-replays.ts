// ListReplays: the replays of an account and region.

import type { ListReplaysCommandInput, ListReplaysCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeReplay } from "../archives/require.ts";
import { parsePageToken, takePage, withPrefix } from "../pages.ts";
import { list } from "../repo.ts";

export const listReplays = defineOperation<Input<ListReplaysCommandInput>, ListReplaysCommandOutput>(
  "ListReplays",
  (input, context) => {
    const { State, EventSourceArn } = input;
    const after = parsePageToken(input.NextToken);
    const { items, next } = context.store.read((tx) => {
      const replays = [...withPrefix(list(tx, context, "replay", after), input.NamePrefix)];
      const wanted = replays.filter(
        ({ state, archiveName }) =>
          (State === undefined || state === State) &&
          (EventSourceArn === undefined || EventSourceArn.endsWith(`archive/${archiveName}`)),
      );
      return takePage(wanted, input.Limit);
    });
    return { Replays: items.map((replay) => describeReplay(context, replay)), ...next };
  },
);
