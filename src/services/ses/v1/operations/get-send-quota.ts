// GetSendQuota: what the account may send, and what it has sent in the last 24 hours.

import type { GetSendQuotaCommandOutput } from "@aws-sdk/client-ses";
import { defineOperation } from "../../../../service/service.ts";
import { quotaOf, sentInDay } from "../../sending/quota.ts";

export const getSendQuota = defineOperation<unknown, GetSendQuotaCommandOutput>("GetSendQuota", (_input, context) =>
  context.store.read((tx) => {
    const { perDay, perSecond } = quotaOf(tx, context);
    return {
      Max24HourSend: perDay,
      MaxSendRate: perSecond,
      SentLast24Hours: sentInDay(tx, context, context.clock.nowMs()),
    };
  }),
);
