// GetConfigurationSet: all that a configuration set says, but for its destinations.

import type { GetConfigurationSetCommandInput, GetConfigurationSetCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { requireSet } from "../../configuration-sets.ts";
import { faults } from "../errors.ts";
import { writeTags } from "../shapes.ts";

export const getConfigurationSet = defineOperation<
  Input<GetConfigurationSetCommandInput>,
  GetConfigurationSetCommandOutput
>("GetConfigurationSet", (input, context) => {
  const set = context.store.read((tx) => requireSet(tx, context, input.ConfigurationSetName, faults));
  return {
    ConfigurationSetName: set.name,
    DeliveryOptions: {
      TlsPolicy: set.tlsPolicy,
      ...(set.maxDeliverySeconds === undefined ? {} : { MaxDeliverySeconds: set.maxDeliverySeconds }),
    },
    ReputationOptions: {
      ReputationMetricsEnabled: set.hasReputationMetrics,
      ...(set.freshStartMs === undefined ? {} : { LastFreshStart: new Date(set.freshStartMs) }),
    },
    SendingOptions: { SendingEnabled: set.isSending },
    Tags: writeTags(set.tags),
    ...(set.suppressedReasons === undefined
      ? {}
      : { SuppressionOptions: { SuppressedReasons: [...set.suppressedReasons] } }),
  };
});
