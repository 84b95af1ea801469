// ListConfigurationSets: the names of all configuration sets, in pages.

import type { ListConfigurationSetsCommandInput, ListConfigurationSetsCommandOutput } from "@aws-sdk/client-sesv2";
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
      input,
      (after) => configurationSets.list(tx, context, after === undefined ? {} : { after }),
      ({ name }) => name,
    ),
  );
  return { ConfigurationSets: items.map(({ name }) => name), ...next };
});
