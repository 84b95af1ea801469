// Item collections: all items of a table with one partition key. Tables with local indexes tell how large they are.
// AWS: Developer Guide, "Local secondary indexes", item collections.

import type { ItemCollectionMetrics } from "@aws-sdk/client-dynamodb";
import type { Context } from "../../../service/context.ts";
import { walkItems } from "../repo.ts";
import { keyOf } from "./keys.ts";
import type { PreparedWrite } from "./write-request.ts";

const GIGABYTE = 1024 ** 3;

/** The ItemCollectionMetrics member of a write's answer, where it was asked for and the table has local indexes. */
export function collectionMetrics(
  context: Context,
  detail: string | undefined,
  write: PreparedWrite,
): { ItemCollectionMetrics?: ItemCollectionMetrics } {
  if (detail !== "SIZE" || write.table.localIndexes.length === 0) return {};
  return { ItemCollectionMetrics: metricsOf(context, write) };
}

/** How large the collection of a written item is, as a range of gigabytes of which the first is the whole number below. */
export function metricsOf(context: Context, write: PreparedWrite): ItemCollectionMetrics {
  const { reference, table, parts, source } = write;
  let bytes = 0;
  context.store.read((tx) => {
    for (const index of [undefined, ...table.localIndexes]) {
      for (const { value } of walkItems(tx, reference, table.tableId, index, { prefix: [parts[0]] }))
        bytes += value.bytes;
    }
  });
  const lower = Math.floor(bytes / GIGABYTE);
  return {
    ItemCollectionKey: keyOf(source, { partition: table.key.partition }),
    SizeEstimateRangeGB: [lower, lower + 1],
  };
}
