// ListSuppressedDestinations: the suppression list, in pages, by reason and time.

import type {
  ListSuppressedDestinationsCommandInput,
  ListSuppressedDestinationsCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { parsePageToken } from "../../../../service/pages.ts";
import { suppressed } from "../../repo.ts";
import { invalidNextToken } from "../errors.ts";
import { pageOf } from "../shapes.ts";

export const listSuppressedDestinations = defineOperation<
  Input<ListSuppressedDestinationsCommandInput>,
  ListSuppressedDestinationsCommandOutput
>("ListSuppressedDestinations", (input, context) => {
  const { Reasons: reasons = [], StartDate: start, EndDate: end } = input;
  parsePageToken(input.NextToken, invalidNextToken);
  const { items, next } = context.store.read((tx) =>
    pageOf(
      input,
      function* (after) {
        for (const record of suppressed.list(tx, context, after === undefined ? {} : { after })) {
          if (reasons.length > 0 && !reasons.includes(record.reason)) continue;
          if (start !== undefined && record.updatedAtMs < start.getTime()) continue;
          if (end === undefined || record.updatedAtMs <= end.getTime()) yield record;
        }
      },
      ({ address }) => address,
    ),
  );
  return {
    SuppressedDestinationSummaries: items.map(({ address, reason, updatedAtMs }) => ({
      EmailAddress: address,
      Reason: reason,
      LastUpdateTime: new Date(updatedAtMs),
    })),
    ...next,
  };
});
