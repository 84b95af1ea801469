// ListReceiptRuleSets: all rule sets, in pages.

import type { ListReceiptRuleSetsCommandInput, ListReceiptRuleSetsCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { ruleSets } from "../../repo.ts";
import { pageOf } from "../shapes.ts";

export const listReceiptRuleSets = defineOperation<
  Input<ListReceiptRuleSetsCommandInput>,
  ListReceiptRuleSetsCommandOutput
>("ListReceiptRuleSets", (input, context) => {
  const { items, next } = context.store.read((tx) =>
    pageOf(
      { size: undefined, token: input.NextToken, most: 100 },
      (after) => ruleSets.list(tx, context, after === undefined ? {} : { after }),
      ({ name }) => name,
    ),
  );
  return {
    RuleSets: items.map(({ name, createdAtMs }) => ({ Name: name, CreatedTimestamp: new Date(createdAtMs) })),
    ...next,
  };
});
