// TransactGetItems: up to 100 items of one snapshot.

import type {
  ItemResponse,
  TransactGetItemsCommandInput,
  TransactGetItemsCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../kernel/errors.ts";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { RequestError, transactionCanceled, validationError, type CancellationReason } from "../errors.ts";
import { consumedCapacity, isAsked, nothingSpent, readUnits, type Spent } from "../items/capacity.ts";
import { requireKey, type KeyParts } from "../items/keys.ts";
import { checkedKey, checkProjection, projected, projectionOfRequest } from "../items/read-request.ts";
import { loadItem } from "../repo.ts";
import { requireTable, type FoundTable } from "../tables/access.ts";
import { count, letIn, THROTTLING_REASONS, throttlingOf } from "../throughput/gate.ts";

/** LIMIT: of the service. */
const LARGEST_TRANSACTION_BYTES = 4 * 1024 * 1024;

/** TransactGetItems. */
export const transactGetItems = defineOperation<Input<TransactGetItemsCommandInput>, TransactGetItemsCommandOutput>(
  "TransactGetItems",
  (input, context) => {
    const projections = input.TransactItems.map(({ Get: get }) => projectionOfRequest(get, () => checkedKey(get.Key)));
    const tables = input.TransactItems.map(({ Get: get }) => requireTable(context, get.TableName));
    const keys: KeyParts[] = [];
    const reasons = input.TransactItems.map(({ Get: get }, index): CancellationReason => {
      const table = tables[index]?.table;
      if (table === undefined) return { Code: "None" };
      try {
        keys.push(requireKey(get.Key, table.key));
        checkProjection(projections[index], table);
        return { Code: "None" };
      } catch (error) {
        if (error instanceof AwsError && !(error instanceof RequestError))
          return { Code: "ValidationError", Message: error.message };
        throw error;
      }
    });
    if (reasons.some((reason) => reason.Code !== "None")) throw transactionCanceled(reasons);
    const seen = new Set(keys.map((parts, index) => [tables[index]?.table.tableId, ...parts].join("\0")));
    if (seen.size < keys.length)
      throw validationError("Transaction request cannot include multiple operations on one item");

    letAllIn(context, tables, keys);
    const spentByTable = new Map<string, Spent>();
    let bytes = 0;
    const responses = context.store.read((tx) =>
      tables.map(({ reference, table }, index): ItemResponse => {
        const parts = keys[index];
        const stored = parts === undefined ? undefined : loadItem(tx, reference, table.tableId, parts);
        const spent = spentByTable.get(table.tableName) ?? nothingSpent(table.tableName);
        spentByTable.set(table.tableName, spent);
        const units = readUnits(stored?.bytes ?? 0, { isTransaction: true });
        spent.table += units;
        count(context, table, "read", units, parts?.[0]);
        bytes += stored?.bytes ?? 0;
        return stored === undefined ? {} : { Item: projected(stored.item, projections[index]) };
      }),
    );
    if (bytes > LARGEST_TRANSACTION_BYTES)
      throw validationError("Transaction request cannot exceed the aggregate size limit of 4 MB");
    const detail = input.ReturnConsumedCapacity;
    return {
      Responses: responses,
      ...(isAsked(detail) && {
        ConsumedCapacity: [...spentByTable.values()].flatMap((spent) => consumedCapacity(detail, spent, "read") ?? []),
      }),
    };
  },
);

/** Throws unless there is throughput left for each item. */
function letAllIn(context: Context, tables: readonly FoundTable[], keys: readonly KeyParts[]): void {
  const reasons = tables.map((found, index): CancellationReason => {
    const refusal = throttlingOf(() => letIn(context, found, undefined, "read", keys[index]?.[0]));
    if (refusal === undefined) return { Code: "None" };
    return { Code: THROTTLING_REASONS.get(refusal.code) ?? refusal.code, Message: refusal.message };
  });
  if (reasons.some((reason) => reason.Code !== "None")) throw transactionCanceled(reasons);
}
