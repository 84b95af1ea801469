// GetItem: one item by its key.

import type { GetItemCommandInput, GetItemCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { consumedCapacity, isAsked, nothingSpent, readUnits } from "../items/capacity.ts";
import { requireKey } from "../items/keys.ts";
import { checkedKey, checkProjection, projected, projectionOfRequest } from "../items/read-request.ts";
import { loadItem } from "../repo.ts";
import { requireTable } from "../tables/access.ts";
import { count, letIn } from "../throughput/gate.ts";

/** GetItem. */
export const getItem = defineOperation<Input<GetItemCommandInput>, GetItemCommandOutput>(
  "GetItem",
  (input, context) => {
    const paths = projectionOfRequest(input, () => checkedKey(input.Key));
    const found = requireTable(context, input.TableName);
    const { reference, table } = found;
    const parts = requireKey(input.Key, table.key);
    checkProjection(paths, table);
    letIn(context, found, undefined, "read", parts[0]);
    const stored = context.store.read((tx) => loadItem(tx, reference, table.tableId, parts));
    const item = stored === undefined ? undefined : projected(stored.item, paths);
    const units = readUnits(stored?.bytes ?? 0, { isConsistent: input.ConsistentRead === true });
    count(context, table, "read", units, parts[0]);
    const detail = input.ReturnConsumedCapacity;
    if (!isAsked(detail)) return item === undefined ? {} : { Item: item };
    const spent = nothingSpent(table.tableName);
    spent.table = units;
    return { ...(item !== undefined && { Item: item }), ConsumedCapacity: consumedCapacity(detail, spent) };
  },
);
