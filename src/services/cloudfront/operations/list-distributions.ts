// ListDistributions: the distributions of the account.

import type { ListDistributionsCommandInput, ListDistributionsCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { summaryShape } from "../distributions.ts";
import { pageOf } from "../pages.ts";
import { listDistributions as allDistributions } from "../repo.ts";

export const listDistributions = defineOperation<Input<ListDistributionsCommandInput>, ListDistributionsCommandOutput>(
  "ListDistributions",
  (input, context) => {
    const all = context.store.read((tx) => allDistributions(tx, context.account));
    const { items, members } = pageOf(all, ({ id }) => id, input, true);
    const Items = items.map((record) => summaryShape(record, context));
    const list = { Marker: "", IsTruncated: false, ...members, Quantity: Items.length };
    return { DistributionList: { ...list, ...(Items.length > 0 && { Items }) } };
  },
);
