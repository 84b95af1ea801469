// PutConfigurationSetReputationOptions: whether bounces and complaints are measured for the configuration set.

import type {
  PutConfigurationSetReputationOptionsCommandInput,
  PutConfigurationSetReputationOptionsCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeSet } from "../../configuration-sets.ts";
import { faults } from "../errors.ts";

export const putConfigurationSetReputationOptions = defineOperation<
  Input<PutConfigurationSetReputationOptionsCommandInput>,
  PutConfigurationSetReputationOptionsCommandOutput
>("PutConfigurationSetReputationOptions", (input, context) => {
  const hasReputationMetrics = input.ReputationMetricsEnabled ?? false;
  context.store.write((tx) =>
    changeSet(tx, context, input.ConfigurationSetName, faults, () => ({ hasReputationMetrics })),
  );
  return {};
});
