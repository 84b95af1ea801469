// UpdateItem: some attributes of one item changed; the item is made if it is not there.

import type { ReturnValue, UpdateItemCommandInput, UpdateItemCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { consumedCapacity, isAsked } from "../items/capacity.ts";
import { collectionMetrics } from "../items/collection-metrics.ts";
import { legacyUpdate } from "../items/legacy.ts";
import { checkedKey } from "../items/read-request.ts";
import {
  bindExpressions,
  checkPlaceholdersAreUseful,
  refuseMixture,
  withExpected,
} from "../items/request-expressions.ts";
import { prepareUpdate, runWriteSoon, spentOnWrite, type WriteOutcome } from "../items/write-request.ts";
import { project } from "../expressions/paths.ts";
import type { BoundAction } from "../expressions/update.ts";
import { requireTable, wakeStreamReaders } from "../tables/access.ts";
import type { Item } from "../values/attribute-value.ts";

const EXPRESSIONS = ["UpdateExpression", "ConditionExpression"] as const;

/** UpdateItem. */
export const updateItem = defineOperation<Input<UpdateItemCommandInput>, UpdateItemCommandOutput>(
  "UpdateItem",
  async (input, context) => {
    refuseMixture(input, EXPRESSIONS, ["AttributeUpdates", "Expected", "ConditionalOperator"]);
    checkPlaceholdersAreUseful(input, EXPRESSIONS);
    checkedKey(input.Key);
    const legacy = legacyUpdate(input);
    const expressions = {
      ...withExpected(bindExpressions(input), input),
      ...(legacy !== undefined && { update: legacy, isLegacyUpdate: true }),
    };
    const { write, outcome } = await runWriteSoon(context, () =>
      prepareUpdate(
        {
          ...requireTable(context, input.TableName),
          expressions,
          showsItemOnFailure: input.ReturnValuesOnConditionCheckFailure === "ALL_OLD",
          wantsBefore: true,
        },
        input.Key,
      ),
    );
    if (outcome.isStreamed) wakeStreamReaders(context, write);
    const attributes = returned(input.ReturnValues, outcome, expressions.update ?? []);
    const detail = input.ReturnConsumedCapacity;
    return {
      ...(attributes !== undefined && { Attributes: attributes }),
      ...(isAsked(detail) && { ConsumedCapacity: consumedCapacity(detail, spentOnWrite(write, outcome)) }),
      ...collectionMetrics(context, input.ReturnItemCollectionMetrics, write),
    };
  },
);

function returned(
  wish: ReturnValue | undefined,
  { before, after }: WriteOutcome,
  actions: readonly BoundAction[],
): Item | undefined {
  if (wish === "ALL_OLD") return before?.item;
  if (wish === "ALL_NEW") return after?.item;
  if (wish !== "UPDATED_OLD" && wish !== "UPDATED_NEW") return undefined;
  const source = wish === "UPDATED_OLD" ? before : after;
  if (source === undefined) return undefined;
  const attributes = project(
    source.item,
    actions.map((action) => action.path),
  );
  // AWS: an answer has no Attributes where none of the updated ones exists.
  return Object.keys(attributes).length === 0 ? undefined : attributes;
}
