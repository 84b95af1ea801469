// BatchGetItem: up to 100 items of several tables. What does not fit into the answer is handed back as unprocessed.
// AWS: API Reference, BatchGetItem: 16 MB of items; keys beyond are unprocessed, and those for which there is no
// throughput left. Only if there is none for all of them, the whole request is throttled.

import type { BatchGetItemCommandInput, BatchGetItemCommandOutput, KeysAndAttributes } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import type { AwsError } from "../../../kernel/errors.ts";
import { defineOperation } from "../../../service/service.ts";
import { validationError } from "../errors.ts";
import type { BoundPath } from "../expressions/placeholders.ts";
import { consumedCapacity, isAsked, nothingSpent, readUnits, type Spent } from "../items/capacity.ts";
import { requireKey, type KeyParts } from "../items/keys.ts";
import { checkedKey, checkProjection, projected, projectionOfRequest } from "../items/read-request.ts";
import { loadItem } from "../repo.ts";
import { requireTable, type FoundTable } from "../tables/access.ts";
import { count, letIn, throttlingOf } from "../throughput/gate.ts";
import type { Item } from "../values/attribute-value.ts";

/** LIMITS: of the service. */
const MOST_KEYS = 100;
const LARGEST_ANSWER_BYTES = 16 * 1024 * 1024;

interface TableRequest extends FoundTable {
  /** The table as the request names it: by name or ARN. */
  readonly given: string;
  readonly request: KeysAndAttributes;
  readonly keys: readonly { readonly key: Item; readonly parts: KeyParts }[];
  readonly paths: readonly BoundPath[] | undefined;
}

/** BatchGetItem. */
export const batchGetItem = defineOperation<Input<BatchGetItemCommandInput>, BatchGetItemCommandOutput>(
  "BatchGetItem",
  (input, context) => {
    const projections = checkRequests(input.RequestItems);
    const requests = Object.entries(input.RequestItems).map(([given, request]): TableRequest => {
      const found = requireTable(context, given);
      const keys = request.Keys.map((key) => ({ key, parts: requireKey(key, found.table.key) }));
      const paths = projections.get(given);
      checkProjection(paths, found.table);
      return { ...found, given, request, keys, paths };
    });
    const responses: Record<string, Item[]> = {};
    const unprocessed: Record<string, KeysAndAttributes> = {};
    const capacities: Spent[] = [];
    let bytes = 0;
    let processed = 0;
    let throttling: AwsError | undefined;
    context.store.read((tx) => {
      for (const found of requests) {
        const { reference, table, given, request, keys, paths } = found;
        const items: Item[] = [];
        const spent = nothingSpent(table.tableName);
        responses[given] = items;
        capacities.push(spent);
        for (const { key, parts } of keys) {
          const refusal = throttlingOf(() => letIn(context, found, undefined, "read", parts[0]));
          throttling ??= refusal;
          const stored = refusal === undefined ? loadItem(tx, reference, table.tableId, parts) : undefined;
          if (refusal !== undefined || bytes + (stored?.bytes ?? 0) > LARGEST_ANSWER_BYTES) {
            const rest = (unprocessed[given] ??= { ...request, Keys: [] });
            rest.Keys?.push(key);
            continue;
          }
          processed++;
          bytes += stored?.bytes ?? 0;
          const units = readUnits(stored?.bytes ?? 0, { isConsistent: request.ConsistentRead === true });
          spent.table += units;
          count(context, table, "read", units, parts[0]);
          if (stored !== undefined) items.push(projected(stored.item, paths));
        }
      }
    });
    if (processed === 0 && throttling !== undefined) throw throttling;
    const detail = input.ReturnConsumedCapacity;
    return {
      Responses: responses,
      UnprocessedKeys: unprocessed,
      ...(isAsked(detail) && {
        ConsumedCapacity: capacities.flatMap((spent) => consumedCapacity(detail, spent) ?? []),
      }),
    };
  },
);

/** Checks the request before any table is looked at; gives the wanted paths by table. */
function checkRequests(
  requests: Input<BatchGetItemCommandInput>["RequestItems"],
): ReadonlyMap<string, readonly BoundPath[] | undefined> {
  const projections = new Map<string, readonly BoundPath[] | undefined>();
  let count = 0;
  for (const [given, request] of Object.entries(requests)) {
    const paths = projectionOfRequest(request, () => {
      const seen = new Set<string>();
      for (const key of request.Keys) {
        checkedKey(key);
        const text = JSON.stringify(Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1)));
        if (seen.has(text)) throw validationError("Provided list of item keys contains duplicates");
        seen.add(text);
        if (++count > MOST_KEYS) throw validationError("Too many items requested for the BatchGetItem call");
      }
    });
    projections.set(given, paths);
  }
  return projections;
}
