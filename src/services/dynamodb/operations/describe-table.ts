// DescribeTable.

import type { DescribeTableCommandInput, DescribeTableCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireNamedTable } from "../tables/access.ts";
import { describeTable as describe } from "../tables/describe.ts";

/** DescribeTable. */
export const describeTable = defineOperation<Input<DescribeTableCommandInput>, DescribeTableCommandOutput>(
  "DescribeTable",
  (input, context) => {
    const { reference, table } = requireNamedTable(context, input.TableName);
    return { Table: describe(context, reference, table) };
  },
);
