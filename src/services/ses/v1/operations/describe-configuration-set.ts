// DescribeConfigurationSet: a configuration set, and what is asked for of it.

import type { DescribeConfigurationSetCommandInput, DescribeConfigurationSetCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { requireSet } from "../../configuration-sets.ts";
import { faults } from "../errors.ts";
import { writeDestination } from "../shapes.ts";

export const describeConfigurationSet = defineOperation<
  Input<DescribeConfigurationSetCommandInput>,
  DescribeConfigurationSetCommandOutput
>("DescribeConfigurationSet", (input, context) => {
  const set = context.store.read((tx) => requireSet(tx, context, input.ConfigurationSetName, faults));
  const wanted = new Set(input.ConfigurationSetAttributeNames ?? []);
  return {
    ConfigurationSet: { Name: set.name },
    ...(wanted.has("eventDestinations")
      ? { EventDestinations: set.destinations.flatMap((one) => writeDestination(one) ?? []) }
      : {}),
    ...(wanted.has("deliveryOptions")
      ? { DeliveryOptions: { TlsPolicy: set.tlsPolicy === "REQUIRE" ? ("Require" as const) : ("Optional" as const) } }
      : {}),
    ...(wanted.has("reputationOptions")
      ? {
          ReputationOptions: {
            SendingEnabled: set.isSending,
            ReputationMetricsEnabled: set.hasReputationMetrics,
            ...(set.freshStartMs === undefined ? {} : { LastFreshStart: new Date(set.freshStartMs) }),
          },
        }
      : {}),
  };
});
