// DeleteItem: one item removed.

import type { DeleteItemCommandInput, DeleteItemCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { validationError } from "../errors.ts";
import { consumedCapacity, isAsked } from "../items/capacity.ts";
import { collectionMetrics } from "../items/collection-metrics.ts";
import { checkedKey } from "../items/read-request.ts";
import {
  bindExpressions,
  checkPlaceholdersAreUseful,
  refuseMixture,
  withExpected,
} from "../items/request-expressions.ts";
import { prepareDelete, runWriteSoon, spentOnWrite } from "../items/write-request.ts";
import { requireTable, wakeStreamReaders } from "../tables/access.ts";

/** DeleteItem. */
export const deleteItem = defineOperation<Input<DeleteItemCommandInput>, DeleteItemCommandOutput>(
  "DeleteItem",
  async (input, context) => {
    refuseMixture(input, ["ConditionExpression"], ["Expected", "ConditionalOperator"]);
    checkPlaceholdersAreUseful(input, ["ConditionExpression"]);
    checkedKey(input.Key);
    if (input.ReturnValues !== undefined && input.ReturnValues !== "ALL_OLD" && input.ReturnValues !== "NONE")
      throw validationError("ReturnValues can only be ALL_OLD or NONE");
    const expressions = withExpected(bindExpressions(input), input);
    const isCounted = isAsked(input.ReturnConsumedCapacity);
    const { write, outcome } = await runWriteSoon(context, () =>
      prepareDelete(
        {
          ...requireTable(context, input.TableName),
          expressions,
          showsItemOnFailure: input.ReturnValuesOnConditionCheckFailure === "ALL_OLD",
          wantsBefore: input.ReturnValues === "ALL_OLD" || isCounted,
        },
        input.Key,
      ),
    );
    if (outcome.isStreamed) wakeStreamReaders(context, write);
    return {
      ...(input.ReturnValues === "ALL_OLD" && outcome.before !== undefined && { Attributes: outcome.before.item }),
      ...(isCounted && {
        ConsumedCapacity: consumedCapacity(input.ReturnConsumedCapacity, spentOnWrite(write, outcome)),
      }),
      ...collectionMetrics(context, input.ReturnItemCollectionMetrics, write),
    };
  },
);
