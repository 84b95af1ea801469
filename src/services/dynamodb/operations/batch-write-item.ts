// BatchWriteItem: up to 25 puts and deletes. Each stands for itself on AWS; here all are one transaction, and those for
// which there is no throughput left are handed back as unprocessed.
// AWS: API Reference, BatchWriteItem: only if there is none for any of them, the whole request is throttled.

import type {
  BatchWriteItemCommandInput,
  BatchWriteItemCommandOutput,
  ItemCollectionMetrics,
} from "@aws-sdk/client-dynamodb";
import type { AwsError } from "../../../kernel/errors.ts";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { validationError } from "../errors.ts";
import { consumedCapacity, isAsked, nothingSpent, spendOnIndex, type Spent } from "../items/capacity.ts";
import { metricsOf } from "../items/collection-metrics.ts";
import { keyAttributes, keyMismatch } from "../items/keys.ts";
import { checkedKey } from "../items/read-request.ts";
import {
  countWrite,
  prepareDelete,
  preparePut,
  requireItemBytes,
  runWrite,
  spentOnWrite,
  type PreparedWrite,
  type WriteOutcome,
} from "../items/write-request.ts";
import type { KeySchema } from "../records.ts";
import { requireTable, wakeStreamReaders } from "../tables/access.ts";
import { throttlingOf } from "../throughput/gate.ts";
import { attributeOf, typeOf, type Item } from "../values/attribute-value.ts";
import { itemBytes } from "../values/size.ts";

/** LIMIT: of the service. */
const MOST_REQUESTS = 25;

type Requests = Input<BatchWriteItemCommandInput>["RequestItems"];

/** BatchWriteItem. */
export const batchWriteItem = defineOperation<Input<BatchWriteItemCommandInput>, BatchWriteItemCommandOutput>(
  "BatchWriteItem",
  (input, context) => {
    checkRequests(input.RequestItems);
    const detail = input.ReturnConsumedCapacity;
    const isCounted = isAsked(detail);
    const tables = Object.entries(input.RequestItems).map(([given, requests]) => ({
      given,
      writes: prepare(context, given, requests, isCounted),
    }));
    const outcomes = runAll(context, tables);
    const unprocessed: Requests = {};
    for (const { given, writes } of tables) {
      const rest = (input.RequestItems[given] ?? []).filter((_request, index) => {
        const write = writes[index];
        return write !== undefined && !outcomes.has(write);
      });
      if (rest.length > 0) unprocessed[given] = rest;
    }
    for (const { writes } of tables) {
      const streamed = writes.find((write) => outcomes.get(write)?.isStreamed === true);
      if (streamed !== undefined) wakeStreamReaders(context, streamed);
    }
    const metrics = input.ReturnItemCollectionMetrics === "SIZE" ? allMetrics(context, tables) : undefined;
    return {
      UnprocessedItems: unprocessed,
      ...(isCounted && {
        ConsumedCapacity: tables.flatMap(({ writes }) => consumedCapacity(detail, total(writes, outcomes)) ?? []),
      }),
      ...(metrics !== undefined && { ItemCollectionMetrics: metrics }),
    };
  },
);

/** Runs the writes that are let in; throws if none is. */
function runAll(
  context: Context,
  tables: readonly { readonly writes: readonly PreparedWrite[] }[],
): ReadonlyMap<PreparedWrite, WriteOutcome> {
  return context.store.write((tx) => {
    const outcomes = new Map<PreparedWrite, WriteOutcome>();
    let throttling: AwsError | undefined;
    for (const { writes } of tables) {
      for (const write of writes) {
        const refusal = throttlingOf(() => {
          const outcome = runWrite(tx, context, write);
          outcomes.set(write, outcome);
          // At once, so that the batch's next write sees what is left.
          countWrite(context, write, outcome);
        });
        throttling ??= refusal;
      }
    }
    if (outcomes.size === 0 && throttling !== undefined) throw throttling;
    return outcomes;
  });
}

function checkRequests(tables: Requests): void {
  let count = 0;
  for (const requests of Object.values(tables)) {
    for (const request of requests) {
      if ((request.PutRequest === undefined) === (request.DeleteRequest === undefined))
        throw validationError(
          "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
        );
      if (request.PutRequest !== undefined) {
        checkedKey(request.PutRequest.Item);
        requireItemBytes(request.PutRequest.Item);
      }
      if (request.DeleteRequest !== undefined) checkedKey(request.DeleteRequest.Key);
      if (++count > MOST_REQUESTS) throw validationError("Too many items requested for the BatchWriteItem call");
    }
  }
}

function prepare(
  context: Context,
  given: string,
  requests: Requests[string],
  isCounted: boolean,
): readonly PreparedWrite[] {
  const found = requireTable(context, given);
  const target = { ...found, expressions: {}, showsItemOnFailure: false, wantsBefore: isCounted };
  const seen = new Set<string>();
  return requests.map((request) => {
    const { PutRequest: put } = request;
    if (put !== undefined) checkKeyTypes(put.Item, found.table.key);
    const write =
      put === undefined
        ? prepareDelete(target, request.DeleteRequest?.Key ?? {})
        : preparePut(target, put.Item, itemBytes(put.Item));
    const name = write.parts.join("\0");
    if (seen.has(name)) throw validationError("Provided list of item keys contains duplicates");
    seen.add(name);
    return write;
  });
}

/** AWS: a batch words a key of the wrong type as reads do, not as PutItem does (dynamodb-conformance). */
function checkKeyTypes(item: Item, key: KeySchema): void {
  for (const { name, type } of keyAttributes(key)) {
    const value = attributeOf(item, name);
    if (value === undefined || typeOf(value) !== type) throw keyMismatch();
  }
}

function total(writes: readonly PreparedWrite[], outcomes: ReadonlyMap<PreparedWrite, WriteOutcome>): Spent {
  const sum = nothingSpent(writes[0]?.table.tableName ?? "");
  for (const write of writes) {
    const outcome = outcomes.get(write);
    if (outcome === undefined) continue;
    const spent = spentOnWrite(write, outcome);
    sum.table += spent.table;
    for (const [name, units] of spent.local) spendOnIndex(sum, { name, isLocal: true }, units);
    for (const [name, units] of spent.global) spendOnIndex(sum, { name, isLocal: false }, units);
  }
  return sum;
}

function allMetrics(
  context: Context,
  tables: readonly { readonly given: string; readonly writes: readonly PreparedWrite[] }[],
): Record<string, ItemCollectionMetrics[]> {
  const metrics: Record<string, ItemCollectionMetrics[]> = {};
  for (const { given, writes } of tables) {
    const partitions = new Map(writes.map((write) => [write.parts[0], write]));
    if (writes[0] !== undefined && writes[0].table.localIndexes.length > 0)
      metrics[given] = [...partitions.values()].map((write) => metricsOf(context, write));
  }
  return metrics;
}
