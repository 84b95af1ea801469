// GetSendStatistics: what was sent in the last two weeks, by quarters of an hour.

import type { GetSendStatisticsCommandOutput } from "@aws-sdk/client-ses";
import { defineOperation } from "../../../../service/service.ts";
import { statistics } from "../../repo.ts";

export const getSendStatistics = defineOperation<unknown, GetSendStatisticsCommandOutput>(
  "GetSendStatistics",
  (_input, context) => {
    const since = context.clock.nowMs() - 14 * 24 * 3_600_000;
    const points = context.store.read((tx) => [...statistics.list(tx, context, { after: since })]);
    return {
      SendDataPoints: points.map(({ startMs, attempts, bounces, complaints, rejects }) => ({
        Timestamp: new Date(startMs),
        DeliveryAttempts: attempts,
        Bounces: bounces,
        Complaints: complaints,
        Rejects: rejects,
      })),
    };
  },
);
