// DescribeReplay: how far a replay is.

import type { DescribeReplayCommandInput, DescribeReplayCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeReplay as describe, requireReplay } from "../archives/require.ts";
import { replayArn } from "../names.ts";

export const describeReplay = defineOperation<Input<DescribeReplayCommandInput>, DescribeReplayCommandOutput>(
  "DescribeReplay",
  (input, context) => {
    const replay = context.store.read((tx) => requireReplay(tx, context, input.ReplayName));
    const { destinationArn, filterArns, description } = replay;
    return {
      ...describe(context, replay),
      ReplayArn: replayArn(context, replay.name),
      Destination: { Arn: destinationArn, ...(filterArns.length === 0 ? {} : { FilterArns: [...filterArns] }) },
      ...(description === undefined ? {} : { Description: description }),
    };
  },
);
