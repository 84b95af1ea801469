// DescribeImport.

import type { DescribeImportCommandInput, DescribeImportCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parsePartOfTable } from "../tables/names.ts";
import { describeImport as describe } from "../transfers/describe-import.ts";
import { importNotFound } from "../transfers/errors.ts";
import { loadImport } from "../transfers/repo.ts";

/** DescribeImport. */
export const describeImport = defineOperation<Input<DescribeImportCommandInput>, DescribeImportCommandOutput>(
  "DescribeImport",
  (input, context) => {
    const part = parsePartOfTable(input.ImportArn, "import");
    const record = part && context.store.read((tx) => loadImport(tx, part, part.tableName, part.id));
    if (part === undefined || record === undefined) throw importNotFound(input.ImportArn);
    return { ImportTableDescription: describe(part, record) };
  },
);
