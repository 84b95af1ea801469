// CreateReceiptFilter: keeps senders out, or lets them in, by their IP addresses.

import type { CreateReceiptFilterCommandInput, CreateReceiptFilterCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { countOf } from "../../limits.ts";
import { isCidr } from "../../receiving/ip-filters.ts";
import { MOST_FILTERS } from "../../receiving/rule-sets.ts";
import { receiptFilters } from "../../repo.ts";
import { alreadyExists, invalidParameter, limitExceeded } from "../errors.ts";
import { isName } from "../shapes.ts";

export const createReceiptFilter = defineOperation<
  Input<CreateReceiptFilterCommandInput>,
  CreateReceiptFilterCommandOutput
>("CreateReceiptFilter", (input, context) => {
  const { Name: name, IpFilter: filter } = input.Filter;
  if (!isName(name)) throw invalidParameter(`Invalid filter name: ${name}`);
  if (!isCidr(filter.Cidr)) throw invalidParameter(`Invalid CIDR: ${filter.Cidr}`);
  context.store.write((tx) => {
    if (receiptFilters.load(tx, context, name) !== undefined)
      throw alreadyExists(`Filter already exists: ${name}`, name);
    if (countOf(receiptFilters.list(tx, context)) >= MOST_FILTERS)
      throw limitExceeded(`You may not have more than ${MOST_FILTERS} filters.`);
    receiptFilters.save(tx, context, { v: 1, name, policy: filter.Policy, cidr: filter.Cidr });
  });
  return {};
});
