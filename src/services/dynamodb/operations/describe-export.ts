// DescribeExport.

import type { DescribeExportCommandInput, DescribeExportCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parsePartOfTable } from "../tables/names.ts";
import { describeExport as describe } from "../transfers/describe-export.ts";
import { exportNotFound } from "../transfers/errors.ts";
import { loadExport } from "../transfers/repo.ts";

/** DescribeExport. */
export const describeExport = defineOperation<Input<DescribeExportCommandInput>, DescribeExportCommandOutput>(
  "DescribeExport",
  (input, context) => {
    const part = parsePartOfTable(input.ExportArn, "export");
    const record = part && context.store.read((tx) => loadExport(tx, part, part.tableName, part.id));
    if (part === undefined || record === undefined) throw exportNotFound(input.ExportArn);
    return { ExportDescription: describe(part, record) };
  },
);
