// Query: items of one partition of a table or an index, in the order of the sort key.

import type { QueryCommandInput, QueryCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { validationError } from "../errors.ts";
import { attributesOf } from "../expressions/condition.ts";
import { consumedCapacity } from "../items/capacity.ts";
import { fulfilsSort, rangeOf, requireKeyQuery, type KeyQuery } from "../items/key-range.ts";
import { keyAttributes } from "../items/keys.ts";
import { filterCondition, legacyKeyConditions, legacyProjection } from "../items/legacy.ts";
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
import { requireTable } from "../tables/access.ts";
import { countSpent, letIn } from "../throughput/gate.ts";
import { attributeOf, type Item } from "../values/attribute-value.ts";
import { areEqual } from "../values/compare.ts";

const EXPRESSIONS = ["ProjectionExpression", "FilterExpression", "KeyConditionExpression"] as const;

/** Query. */
export const query = defineOperation<Input<QueryCommandInput>, QueryCommandOutput>("Query", (input, context) => {
  refuseMixture(input, EXPRESSIONS, ["AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"]);
  checkPlaceholdersAreUseful(input, EXPRESSIONS);
  checkStartKeyValues(input.ExclusiveStartKey);
  if (input.KeyConditionExpression === undefined && input.KeyConditions === undefined)
    throw validationError(
      "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
    );
  checkSelect(input.Select, input);
  const bound = bindExpressions(input);
  const keyConditions = legacyKeyConditions(input) ?? bound.keyConditions ?? new Map();
  const filter = filterCondition(input, input.QueryFilter) ?? bound.filter;
  const projection = legacyProjection(input) ?? bound.projection;
  const found = requireTable(context, input.TableName);
  const isConsistent = input.ConsistentRead === true;
  const source = requireSource(found, input.IndexName, isConsistent);
  const key = source.index?.key ?? found.table.key;
  const keyQuery = requireKeyQuery(keyConditions, key);
  const after =
    input.ExclusiveStartKey === undefined ? undefined : requireStart(source, input.ExclusiveStartKey, keyQuery);
  checkProjection(projection, found.table);
  if (filter !== undefined) {
    const { heads, nested } = attributesOf(filter);
    const keyName = keyAttributes(key).find(({ name }) => heads.has(name))?.name;
    if (keyName !== undefined)
      throw validationError(
        `${input.QueryFilter === undefined ? "Filter Expression" : "QueryFilter"} can only contain non-primary key attributes: Primary key attribute: ${keyName}`,
      );
    checkNestedKeys(nested, found.table);
  }
  const range = rangeOf(keyQuery);
  const partition = range.prefix[0];
  letIn(context, found, source.index, "read", partition);
  const page = context.store.read((tx) =>
    readPage(tx, source, {
      range: {
        ...range,
        ...(after !== undefined && { after }),
        isReverse: input.ScanIndexForward === false,
      },
      limit: input.Limit,
      filter,
      paths: projection,
      isCount: input.Select === "COUNT",
      isConsistent,
      fetchesItems: mustFetchItems(source, input.Select, projection),
    }),
  );
  countSpent(context, found.table, "read", page.spent, partition);
  const capacity = consumedCapacity(input.ReturnConsumedCapacity, page.spent);
  return {
    ...(input.Select !== "COUNT" && { Items: page.items }),
    Count: page.count,
    ScannedCount: page.scannedCount,
    ...(page.lastKey !== undefined && { LastEvaluatedKey: page.lastKey }),
    ...(capacity !== undefined && { ConsumedCapacity: capacity }),
  };
});

/** Where the page starts; throws if the start key lies outside of what is asked for. */
function requireStart(source: Source, startKey: Item, { partition, sort }: KeyQuery): readonly string[] {
  const parts = startKeyParts(source, startKey, false);
  const key = source.index?.key ?? source.table.key;
  const startPartition = attributeOf(startKey, key.partition.name);
  const startSort = key.sort === undefined ? undefined : attributeOf(startKey, key.sort.name);
  if (startPartition === undefined) throw startKeyInvalid();
  const isSamePartition = areEqual(startPartition, partition);
  if (sort === undefined) {
    if (!isSamePartition)
      throw validationError("The provided starting key is outside query boundaries based on provided conditions");
    return parts;
  }
  if (startSort === undefined || !fulfilsSort(startSort, sort))
    throw validationError("The provided starting key does not match the range key predicate");
  if (!isSamePartition) throw validationError("The query can return at most one row and cannot be restarted");
  return parts;
}
