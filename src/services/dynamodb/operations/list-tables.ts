// ListTables.

import type { ListTablesCommandInput, ListTablesCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { listTables as list } from "../repo.ts";

/** LIMIT: of the service: names in one answer, if none is asked for. */
const DEFAULT_LIMIT = 100;

/** ListTables. */
export const listTables = defineOperation<Input<ListTablesCommandInput>, ListTablesCommandOutput>(
  "ListTables",
  (input, context) => {
    const limit = input.Limit ?? DEFAULT_LIMIT;
    // One more than is shown tells whether there is a next page.
    const tables = context.store.read((tx) => list(tx, context, input.ExclusiveStartTableName, limit + 1));
    const names = tables.slice(0, limit).map(({ tableName }) => tableName);
    const last = names.at(-1);
    return {
      TableNames: names,
      ...(tables.length > limit && last !== undefined && { LastEvaluatedTableName: last }),
    };
  },
);
