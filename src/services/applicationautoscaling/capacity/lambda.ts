// Provisioned concurrency of functions' versions and aliases.

import { AwsError } from "../../../kernel/errors.ts";
import type { TargetKey } from "../records.ts";
import type { Capacities } from "./capacity.ts";

export const lambdaCapacities: Capacities = {
  async read({ lambda }, target) {
    try {
      const found = await lambda.getProvisionedConcurrencyConfig(qualified(target));
      const { RequestedProvisionedConcurrentExecutions: units = 0, Status, StatusReason } = found;
      return {
        units,
        isSettled: Status !== "IN_PROGRESS",
        isScalable: true,
        ...(Status === "FAILED" ? { failure: StatusReason ?? "Provisioned concurrency failed." } : {}),
      };
    } catch (error) {
      const code = error instanceof AwsError ? error.code : undefined;
      // None is a capacity, too.
      if (code === "ProvisionedConcurrencyConfigNotFoundException")
        return { units: 0, isSettled: true, isScalable: true };
      if (code === "ResourceNotFoundException") return undefined;
      throw error;
    }
  },

  async set({ lambda }, target, units) {
    if (units === 0) await lambda.deleteProvisionedConcurrencyConfig(qualified(target));
    else await lambda.putProvisionedConcurrencyConfig({ ...qualified(target), ProvisionedConcurrentExecutions: units });
  },

  missing: ({ resourceId }) => `Lambda function version or alias does not exist: ${resourceId}`,
};

function qualified({ resourceId }: TargetKey): { FunctionName: string; Qualifier: string } {
  const [, FunctionName = "", Qualifier = ""] = resourceId.split(":");
  return { FunctionName, Qualifier };
}
