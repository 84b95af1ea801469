// ListReceiptFilters: all filters.

import type { ListReceiptFiltersCommandOutput } from "@aws-sdk/client-ses";
import { defineOperation } from "../../../../service/service.ts";
import { receiptFilters } from "../../repo.ts";

export const listReceiptFilters = defineOperation<unknown, ListReceiptFiltersCommandOutput>(
  "ListReceiptFilters",
  (_input, context) => {
    const all = context.store.read((tx) => [...receiptFilters.list(tx, context)]);
    return { Filters: all.map(({ name, policy, cidr }) => ({ Name: name, IpFilter: { Policy: policy, Cidr: cidr } })) };
  },
);
