// Scan: all items of a table or an index, or those of one of several segments.

import type { ScanCommandInput, ScanCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { validationError } from "../errors.ts";
import { attributesOf } from "../expressions/condition.ts";
import { consumedCapacity } from "../items/capacity.ts";
import { filterCondition, legacyProjection } from "../items/legacy.ts";
import { readPage, type Source } from "../items/page.ts";
import { checkProjection } from "../items/read-request.ts";
import {
  checkSelect,
  checkStartKeyValues,
  mustFetchItems,
  requireSource,
  startKeyInvalid,
  startKeyParts,
} from "../items/read-source.ts";
import { bindExpressions, checkPlaceholdersAreUseful, refuseMixture } from "../items/request-expressions.ts";
import { checkNestedKeys } from "../items/write-request.ts";
import type { ItemRange } from "../repo.ts";
import { requireTable } from "../tables/access.ts";
import { countSpent, letIn } from "../throughput/gate.ts";

const EXPRESSIONS = ["ProjectionExpression", "FilterExpression"] as const;

type ScanInput = Input<ScanCommandInput>;

/** Scan. */
export const scan = defineOperation<ScanInput, ScanCommandOutput>("Scan", (input, context) => {
  refuseMixture(input, EXPRESSIONS, ["AttributesToGet", "ScanFilter", "ConditionalOperator"]);
  checkPlaceholdersAreUseful(input, EXPRESSIONS);
  checkStartKeyValues(input.ExclusiveStartKey);
  checkSegments(input);
  checkSelect(input.Select, input);
  const bound = bindExpressions(input);
  const filter = filterCondition(input, input.ScanFilter) ?? bound.filter;
  const projection = legacyProjection(input) ?? bound.projection;
  const found = requireTable(context, input.TableName);
  const isConsistent = input.ConsistentRead === true;
  const source = requireSource(found, input.IndexName, isConsistent);
  const range = rangeOf(input, source);
  checkProjection(projection, found.table);
  if (filter !== undefined) checkNestedKeys(attributesOf(filter).nested, found.table);
  letIn(context, found, source.index, "read", undefined);
  const page = context.store.read((tx) =>
    readPage(tx, source, {
      range,
      limit: input.Limit,
      filter,
      paths: projection,
      isCount: input.Select === "COUNT",
      isConsistent,
      fetchesItems: mustFetchItems(source, input.Select, projection),
    }),
  );
  countSpent(context, found.table, "read", page.spent, undefined);
  const capacity = consumedCapacity(input.ReturnConsumedCapacity, page.spent);
  return {
    ...(input.Select !== "COUNT" && { Items: page.items }),
    Count: page.count,
    ScannedCount: page.scannedCount,
    ...(page.lastKey !== undefined && { LastEvaluatedKey: page.lastKey }),
    ...(capacity !== undefined && { ConsumedCapacity: capacity }),
  };
});

function checkSegments({ Segment: segment, TotalSegments: total }: ScanInput): void {
  if (segment !== undefined && total === undefined)
    throw validationError(
      "The TotalSegments parameter is required but was not present in the request when Segment parameter is present",
    );
  if (total === undefined) return;
  if (segment === undefined)
    throw validationError(
      "The Segment parameter is required but was not present in the request when parameter TotalSegments is present",
    );
  if (segment >= total)
    throw validationError(
      "The Segment parameter is zero-based and must be less than parameter TotalSegments: " +
        `Segment: ${segment} is not less than TotalSegments: ${total}`,
    );
}

/** Hashes of partition keys are even, so equal parts of their first 32 bits are segments of about one size. */
const HASH_VALUES = 2 ** 32;
const HASH_DIGITS = 8;

function rangeOf(input: ScanInput, source: Source): ItemRange {
  const { Segment: segment = 0, TotalSegments: total = 1, ExclusiveStartKey: startKey } = input;
  const start = segment === 0 ? undefined : [segmentStart(segment, total)];
  const end = segment === total - 1 ? undefined : [segmentStart(segment + 1, total)];
  const after = startKey === undefined ? undefined : startKeyParts(source, startKey, true);
  const [hash = ""] = after ?? [];
  if (after !== undefined && ((start?.[0] ?? "") > hash || (end !== undefined && hash >= (end[0] ?? ""))))
    throw startKeyInvalid(
      "Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. " +
        `TotalSegments: ${total} Segment: ${segment}`,
    );
  return {
    prefix: [],
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
    ...(after !== undefined && { after }),
  };
}

function segmentStart(segment: number, total: number): string {
  return Math.ceil((HASH_VALUES * segment) / total)
    .toString(16)
    .padStart(HASH_DIGITS, "0");
}
