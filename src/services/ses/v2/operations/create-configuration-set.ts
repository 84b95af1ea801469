// CreateConfigurationSet: a configuration set under a new name.

import type { CreateConfigurationSetCommandInput, CreateConfigurationSetCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { isSetName, newConfigurationSet } from "../../configuration-sets.ts";
import { countOf, MOST_SETS } from "../../limits.ts";
import { configurationSets } from "../../repo.ts";
import { alreadyExists, badRequest, limitExceeded, notImplemented } from "../errors.ts";
import { readTags } from "../shapes.ts";

export const createConfigurationSet = defineOperation<
  Input<CreateConfigurationSetCommandInput>,
  CreateConfigurationSetCommandOutput
>("CreateConfigurationSet", (input, context) => {
  const { ConfigurationSetName: name, DeliveryOptions: delivery, SuppressionOptions: suppression } = input;
  if (delivery?.SendingPoolName !== undefined) throw notImplemented("A pool of dedicated IP addresses");
  if (suppression?.ValidationOptions !== undefined) throw notImplemented("The validation of addresses");
  if (!isSetName(name)) throw badRequest(`Invalid configuration set name: ${name}.`);
  context.store.write((tx) => {
    if (configurationSets.load(tx, context, name) !== undefined)
      throw alreadyExists(`Configuration set <${name}> already exists.`);
    if (countOf(configurationSets.list(tx, context)) >= MOST_SETS)
      throw limitExceeded("The account has too many configuration sets.");
    configurationSets.save(tx, context, {
      ...newConfigurationSet(name, context.clock.nowMs()),
      tags: readTags(input.Tags),
      isSending: input.SendingOptions?.SendingEnabled ?? true,
      hasReputationMetrics: input.ReputationOptions?.ReputationMetricsEnabled ?? false,
      tlsPolicy: delivery?.TlsPolicy ?? "OPTIONAL",
      ...(delivery?.MaxDeliverySeconds === undefined ? {} : { maxDeliverySeconds: delivery.MaxDeliverySeconds }),
      ...(suppression?.SuppressedReasons === undefined ? {} : { suppressedReasons: suppression.SuppressedReasons }),
    });
  });
  return {};
});
