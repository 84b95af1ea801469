// DescribeFunction: a function without its code.

import type { DescribeFunctionCommandInput, DescribeFunctionCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { functionShape, requireFunction, requireStage } from "../functions/functions.ts";

export const describeFunction = defineOperation<Input<DescribeFunctionCommandInput>, DescribeFunctionCommandOutput>(
  "DescribeFunction",
  ({ Name, Stage }, { store, account }) =>
    store.read((tx) => {
      const record = requireFunction(tx, account, Name);
      const { etag } = requireStage(record, Stage);
      const stage = Stage === "LIVE" ? "LIVE" : "DEVELOPMENT";
      return { FunctionSummary: functionShape(tx, account, record, stage), ETag: etag };
    }),
);
