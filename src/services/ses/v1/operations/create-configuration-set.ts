// CreateConfigurationSet: a configuration set under a new name.

import type { CreateConfigurationSetCommandInput, CreateConfigurationSetCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { isSetName, newConfigurationSet } from "../../configuration-sets.ts";
import { countOf, MOST_SETS } from "../../limits.ts";
import { configurationSets } from "../../repo.ts";
import { configurationSetExists, invalidConfigurationSet, limitExceeded } from "../errors.ts";

export const createConfigurationSet = defineOperation<
  Input<CreateConfigurationSetCommandInput>,
  CreateConfigurationSetCommandOutput
>("CreateConfigurationSet", (input, context) => {
  const { Name: name } = input.ConfigurationSet;
  if (!isSetName(name)) throw invalidConfigurationSet(`Invalid configuration set name <${name}>.`);
  context.store.write((tx) => {
    if (configurationSets.load(tx, context, name) !== undefined) throw configurationSetExists(name);
    if (countOf(configurationSets.list(tx, context)) >= MOST_SETS)
      throw limitExceeded("The account has too many configuration sets.");
    configurationSets.save(tx, context, newConfigurationSet(name, context.clock.nowMs()));
  });
  return {};
});
