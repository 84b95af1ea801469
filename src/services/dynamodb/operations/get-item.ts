// GetItem: one item by its key.

import type { GetItemCommandInput, GetItemCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { consumedCapacity, isAsked, nothingSpent, readUnits } from "../items/capacity.ts";
import { requireKey } from "../items/keys.ts";
import { checkedKey, checkProjection, projected, projectionOfRequest } from "../items/read-request.ts";
import { requireTable } from "../tables/access.ts";
import { loadItem } from "../repo.ts";

/** GetItem. */
export const getItem = defineOperation<Input<GetItemCommandInput>, GetItemCommandOutput>(
  "GetItem",
  (input, context) => {
    const paths = projectionOfRequest(input, () => checkedKey(input.Key));
    const { reference, table } = requireTable(context, input.TableName);
    const parts = requireKey(input.Key, table.key);
    checkProjection(paths, table);
    const stored = context.store.read((tx) => loadItem(tx, reference, table.tableId, parts));
    const item = stored === undefined ? undefined : projected(stored.item, paths);
    const detail = input.ReturnConsumedCapacity;
    if (!isAsked(detail)) return item === undefined ? {} : { Item: item };
    const spent = nothingSpent(table.tableName);
    spent.table = readUnits(stored?.bytes ?? 0, { isConsistent: input.ConsistentRead === true });
    return { ...(item !== undefined && { Item: item }), ConsumedCapacity: consumedCapacity(detail, spent) };
  },
);
