// PutConfigurationSetSuppressionOptions: the reasons for which the suppression list counts, other than the account's.

import type {
  PutConfigurationSetSuppressionOptionsCommandInput,
  PutConfigurationSetSuppressionOptionsCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeSet } from "../../configuration-sets.ts";
import { faults } from "../errors.ts";

export const putConfigurationSetSuppressionOptions = defineOperation<
  Input<PutConfigurationSetSuppressionOptionsCommandInput>,
  PutConfigurationSetSuppressionOptionsCommandOutput
>("PutConfigurationSetSuppressionOptions", (input, context) => {
  const suppressedReasons = input.SuppressedReasons ?? [];
  context.store.write((tx) =>
    changeSet(tx, context, input.ConfigurationSetName, faults, () => ({ suppressedReasons })),
  );
  return {};
});
