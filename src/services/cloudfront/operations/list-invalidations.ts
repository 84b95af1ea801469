// ListInvalidations: the invalidations of a distribution, the newest first.

import type { ListInvalidationsCommandInput, ListInvalidationsCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireDistribution } from "../distributions.ts";
import { pageOf } from "../pages.ts";
import { listInvalidations as allInvalidations } from "../repo.ts";

export const listInvalidations = defineOperation<Input<ListInvalidationsCommandInput>, ListInvalidationsCommandOutput>(
  "ListInvalidations",
  (input, { store, account }) => {
    const all = store.read((tx) => {
      requireDistribution(tx, account, input.DistributionId);
      return allInvalidations(tx, account, input.DistributionId);
    });
    const newest = all.toSorted((one, other) => other.createdAtMs - one.createdAtMs);
    const { items, members } = pageOf(newest, ({ id }) => id, input, true);
    const Items = items.map(({ id, createdAtMs, status }) => ({
      Id: id,
      CreateTime: new Date(createdAtMs),
      Status: status,
    }));
    const list = { Marker: "", IsTruncated: false, ...members, Quantity: Items.length };
    return { InvalidationList: { ...list, ...(Items.length > 0 && { Items }) } };
  },
);
