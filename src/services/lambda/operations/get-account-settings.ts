// GetAccountSettings: the account's limits, and what it uses of them.

import type { GetAccountSettingsCommandOutput } from "@aws-sdk/client-lambda";
import { defineOperation } from "../../../service/service.ts";
import { listFunctions, listVersions } from "../repo.ts";
import { ACCOUNT_CONCURRENCY, unreservedConcurrency } from "../runner.ts";

export const getAccountSettings = defineOperation<unknown, GetAccountSettingsCommandOutput>(
  "GetAccountSettings",
  (_input, context) => {
    const usage = context.store.read((tx) => {
      const functions = [...listFunctions(tx, context)];
      const bytes = functions
        .flatMap(({ name }) => [...listVersions(tx, context, name)])
        .reduce((total, version) => total + version.code.bytes, 0);
      return { TotalCodeSize: bytes, FunctionCount: functions.length };
    });
    return {
      // LIMIT: AWS: "Lambda quotas": 75 GB of code, 250 MB unzipped, 50 MB zipped, 1,000 concurrent executions.
      AccountLimit: {
        TotalCodeSize: 80_530_636_800,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: ACCOUNT_CONCURRENCY,
        UnreservedConcurrentExecutions: unreservedConcurrency(context, context),
      },
      AccountUsage: usage,
    };
  },
);
