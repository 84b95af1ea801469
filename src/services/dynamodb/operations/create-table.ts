// CreateTable. The table can be used as soon as the call is answered; the answer says CREATING, as on AWS.

import type { CreateTableCommandInput, CreateTableCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { resourceInUse } from "../errors.ts";
import type { StreamViewType, TableRecord } from "../records.ts";
import { loadTable, saveTable } from "../repo.ts";
import { beginStream } from "../streams/streams.ts";
import { describeTable } from "../tables/describe.ts";
import { checkNewTableName, parseTableReference, type TableReference } from "../tables/names.ts";
import { newTable } from "../tables/new-table.ts";
import { encryptionOf, parseStreamViewType } from "../tables/settings.ts";

type CreateInput = Input<CreateTableCommandInput>;

/** CreateTable. */
export const createTable = defineOperation<CreateInput, CreateTableCommandOutput>(
  "CreateTable",
  async (input, context) => {
    const reference = parseTableReference(input.TableName, context);
    checkNewTableName(reference.tableName);
    const viewType = parseStreamViewType(input.StreamSpecification);
    const wanted = input.SSESpecification;
    const encryption = wanted && (await encryptionOf(context, wanted));
    const created = newTable(input, reference.tableName, context, encryption);
    const table = context.store.write((tx) => {
      if (loadTable(tx, reference, reference.tableName) !== undefined)
        throw resourceInUse(`Table already exists: ${reference.tableName}`);
      return save(tx, context, reference, created, viewType);
    });
    return {
      TableDescription: describeTable(context, reference, table, "CREATING"),
    };
  },
);

function save(
  tx: Parameters<typeof saveTable>[0],
  context: Context,
  reference: TableReference,
  created: TableRecord,
  viewType: StreamViewType | undefined,
): TableRecord {
  const table = viewType === undefined ? created : beginStream(tx, context, reference, created, viewType);
  saveTable(tx, context.store, reference, table);
  return table;
}
