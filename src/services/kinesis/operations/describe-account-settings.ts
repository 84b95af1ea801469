// DescribeAccountSettings: whether an account pays for a minimum of throughput.

import type { DescribeAccountSettingsCommandOutput } from "@aws-sdk/client-kinesis";
import { defineOperation } from "../../../service/service.ts";
import { describeCommitment } from "../commitment.ts";
import { loadSettings } from "../repo.ts";

export const describeAccountSettings = defineOperation<object, DescribeAccountSettingsCommandOutput>(
  "DescribeAccountSettings",
  (_input, context) => {
    const settings = context.store.read((tx) => loadSettings(tx, context));
    return { MinimumThroughputBillingCommitment: describeCommitment(settings, context.clock.nowMs()) };
  },
);
