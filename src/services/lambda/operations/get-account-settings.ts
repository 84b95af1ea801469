// GetAccountSettings: the account's limits, and what it uses of them.

import type { GetAccountSettingsCommandOutput } from "@aws-sdk/client-lambda";
import { defineOperation } from "../../../service/service.ts";
import { MOST_CODE_BYTES, codeStorage } from "../code-storage.ts";
import { listFunctions } from "../repo.ts";
import { ACCOUNT_CONCURRENCY, unreservedConcurrency } from "../runner.ts";

export const getAccountSettings = defineOperation<unknown, GetAccountSettingsCommandOutput>(
  "GetAccountSettings",
  (_input, context) => {
    const usage = context.store.read((tx) => ({
      TotalCodeSize: codeStorage(tx, context),
      FunctionCount: [...listFunctions(tx, context)].length,
    }));
    return {
      // LIMIT: AWS: "Lambda quotas": 75 GB of code, 250 MB unzipped, 50 MB zipped, 1,000 concurrent executions.
      AccountLimit: {
        TotalCodeSize: MOST_CODE_BYTES,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: ACCOUNT_CONCURRENCY,
        UnreservedConcurrentExecutions: unreservedConcurrency(context, context),
      },
      AccountUsage: usage,
    };
  },
);
