// TransactWriteItems: up to 100 puts, updates, deletes and checks, all or none.

import type {
  ItemCollectionMetrics,
  TransactWriteItem,
  TransactWriteItemsCommandInput,
  TransactWriteItemsCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { validationError } from "../errors.ts";
import { metricsOf } from "../items/collection-metrics.ts";
import { checkedKey } from "../items/read-request.ts";
import { bindExpressions, checkPlaceholdersAreUseful, type Expressions } from "../items/request-expressions.ts";
import { capacityOf, commit, prepareAll, type Run } from "../items/transaction.ts";
import {
  prepareCheck,
  prepareDelete,
  preparePut,
  prepareUpdate,
  requireItemBytes,
  type PreparedWrite,
} from "../items/write-request.ts";
import { requireTable, type FoundTable } from "../tables/access.ts";
import type { Item } from "../values/attribute-value.ts";

type TransactInput = Input<TransactWriteItemsCommandInput>;

/** An action after all checks that do not need the table. */
interface Action {
  readonly tableName: string;
  readonly expressions: Expressions;
  readonly showsItemOnFailure: boolean;
  prepare(target: Parameters<typeof prepareDelete>[0]): PreparedWrite;
}

/** TransactWriteItems. */
export const transactWriteItems = defineOperation<TransactInput, TransactWriteItemsCommandOutput>(
  "TransactWriteItems",
  (input, context) => {
    const actions = input.TransactItems.map(toAction);
    const found = actions.map((action) => requireTable(context, action.tableName));
    const writes = prepareAll(
      actions.flatMap((action, index) => {
        const table = found[index];
        return table === undefined ? [] : [() => action.prepare(targetOf(action, table))];
      }),
    );
    const request = input.TransactItems;
    const committed = commit(context, writes, { token: input.ClientRequestToken, request });
    const capacities = capacityOf(context, writes, committed, input.ReturnConsumedCapacity);
    const metrics = input.ReturnItemCollectionMetrics === "SIZE" ? metricsByTable(context, committed.runs) : undefined;
    return {
      ...(capacities !== undefined && { ConsumedCapacity: capacities }),
      ...(metrics !== undefined && { ItemCollectionMetrics: metrics }),
    };
  },
);

function targetOf({ expressions, showsItemOnFailure }: Action, found: FoundTable): Parameters<typeof prepareDelete>[0] {
  return { ...found, expressions, showsItemOnFailure, wantsBefore: true };
}

function toAction(item: Input<TransactWriteItem>): Action {
  const { ConditionCheck: check, Put: put, Update: update, Delete: remove } = item;
  const given = [check, put, update, remove].filter((action) => action !== undefined);
  const [action] = given;
  if (given.length !== 1 || action === undefined)
    throw validationError("TransactItems can only contain one of Check, Put, Update or Delete");
  checkPlaceholdersAreUseful(
    action,
    update === undefined ? ["ConditionExpression"] : ["UpdateExpression", "ConditionExpression"],
  );
  const key: Item = put?.Item ?? check?.Key ?? update?.Key ?? remove?.Key ?? {};
  checkedKey(key);
  const bytes = put === undefined ? 0 : requireItemBytes(key);
  return {
    tableName: action.TableName,
    expressions: bindExpressions(action),
    showsItemOnFailure: action.ReturnValuesOnConditionCheckFailure === "ALL_OLD",
    prepare(target) {
      if (put !== undefined) return preparePut(target, key, bytes);
      if (update !== undefined) return prepareUpdate(target, key);
      return check === undefined ? prepareDelete(target, key) : prepareCheck(target, key);
    },
  };
}

function metricsByTable(context: Context, runs: readonly Run[]): Record<string, ItemCollectionMetrics[]> {
  const metrics: Record<string, ItemCollectionMetrics[]> = {};
  for (const { write } of runs) {
    if (write.table.localIndexes.length === 0) continue;
    (metrics[write.table.tableName] ??= []).push(metricsOf(context, write));
  }
  return metrics;
}
