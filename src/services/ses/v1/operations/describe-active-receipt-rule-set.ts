// DescribeActiveReceiptRuleSet: the rule set that applies to mails that come in.

import type { DescribeActiveReceiptRuleSetCommandOutput } from "@aws-sdk/client-ses";
import { defineOperation } from "../../../../service/service.ts";
import { activeRuleSet, ruleSets } from "../../repo.ts";
import { writeRule } from "../shapes.ts";

export const describeActiveReceiptRuleSet = defineOperation<unknown, DescribeActiveReceiptRuleSetCommandOutput>(
  "DescribeActiveReceiptRuleSet",
  (_input, context) => {
    const set = context.store.read((tx) => ruleSets.load(tx, context, activeRuleSet(tx, context) ?? ""));
    if (set === undefined) return {};
    return {
      Metadata: { Name: set.name, CreatedTimestamp: new Date(set.createdAtMs) },
      Rules: set.rules.map(writeRule),
    };
  },
);
