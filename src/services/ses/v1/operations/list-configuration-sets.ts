// ListConfigurationSets: all configuration sets, in pages.

import type { ListConfigurationSetsCommandInput, ListConfigurationSetsCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { configurationSets } from "../../repo.ts";
import { pageOf } from "../shapes.ts";

export const listConfigurationSets = defineOperation<
  Input<ListConfigurationSetsCommandInput>,
  ListConfigurationSetsCommandOutput
>("ListConfigurationSets", (input, context) => {
  const { items, next } = context.store.read((tx) =>
    pageOf(
      { size: input.MaxItems, token: input.NextToken, most: 1_000 },
      (after) => configurationSets.list(tx, context, after === undefined ? {} : { after }),
      ({ name }) => name,
    ),
  );
  return { ConfigurationSets: items.map(({ name }) => ({ Name: name })), ...next };
});
