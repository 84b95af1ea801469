// UpdateConfigurationSetReputationMetricsEnabled: whether bounces and complaints are measured for the configuration set.

import type {
  UpdateConfigurationSetReputationMetricsEnabledCommandInput,
  UpdateConfigurationSetReputationMetricsEnabledCommandOutput,
} from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeSet } from "../../configuration-sets.ts";
import { faults } from "../errors.ts";

export const updateConfigurationSetReputationMetricsEnabled = defineOperation<
  Input<UpdateConfigurationSetReputationMetricsEnabledCommandInput>,
  UpdateConfigurationSetReputationMetricsEnabledCommandOutput
>("UpdateConfigurationSetReputationMetricsEnabled", (input, context) => {
  context.store.write((tx) =>
    changeSet(tx, context, input.ConfigurationSetName, faults, () => ({ hasReputationMetrics: input.Enabled })),
  );
  return {};
});
