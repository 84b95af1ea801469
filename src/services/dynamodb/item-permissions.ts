// What operations on items need, and the values of their condition keys. Transactions need the permission of each action
// in them; dynamodb:EnclosingOperation says that they are in one.
// AWS: Service Authorization Reference, "Actions, resources, and condition keys for Amazon DynamoDB"; Developer Guide,
// "Using IAM with DynamoDB transactions".

import type { KeysAndAttributes, TransactWriteItem, WriteRequest } from "@aws-sdk/client-dynamodb";
import type { AccessRequest } from "../../iam/authorization.ts";
import type { PermissionCall, PermissionRule } from "../../service/service.ts";
import { attributesIn, leadingKeys, queriedKeys, type Queried } from "./item-conditions.ts";
import type { LegacyParameters } from "./items/legacy.ts";
import type { ExpressionParameters } from "./items/request-expressions.ts";
import { indexArn, parseTableReference, tableArn } from "./tables/names.ts";
import { withTableTags } from "./tag-conditions.ts";
import type { Item } from "./values/attribute-value.ts";

interface OnTable {
  readonly TableName: string;
}

interface ItemRequest extends OnTable, ExpressionParameters, LegacyParameters {
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ReturnValues?: string;
  readonly ReturnConsumedCapacity?: string;
}

/** The rule of an operation on one item. */
export const onItem =
  (action: string): PermissionRule =>
  (input: ItemRequest, call) => [itemRequest(action, input, call)];

function itemRequest(
  action: string,
  input: ItemRequest,
  call: PermissionCall,
  enclosing?: "TransactGetItems" | "TransactWriteItems",
): AccessRequest {
  const reference = parseTableReference(input.TableName, call);
  const key = input.Key ?? input.Item ?? {};
  // Worked out only for policies that ask: most do not, and these are the hottest calls of all.
  const conditions = {
    get "dynamodb:LeadingKeys"() {
      return leadingKeys([key], reference, call);
    },
    get "dynamodb:Attributes"() {
      return [...Object.keys(key), ...attributesIn(input)];
    },
    "dynamodb:ReturnValues": input.ReturnValues,
    "dynamodb:ReturnConsumedCapacity": input.ReturnConsumedCapacity,
    "dynamodb:EnclosingOperation": enclosing,
  };
  return {
    action: `dynamodb:${action}`,
    resource: tableArn(reference, reference.tableName),
    conditions: withTableTags(conditions, reference, call),
  };
}

interface ReadRequest extends OnTable, Queried {
  readonly Select?: string;
  readonly ReturnConsumedCapacity?: string;
}

/** The rule of an operation that reads many items, of a table or an index. */
export const onTableOrIndex =
  (action: string): PermissionRule =>
  (input: ReadRequest, call) => {
    const reference = parseTableReference(input.TableName, call);
    const { tableName } = reference;
    const conditions = {
      get "dynamodb:LeadingKeys"() {
        return queriedKeys(input, reference, call);
      },
      get "dynamodb:Attributes"() {
        return attributesIn(input);
      },
      "dynamodb:Select": input.Select,
      "dynamodb:ReturnConsumedCapacity": input.ReturnConsumedCapacity,
    };
    return [
      {
        action: `dynamodb:${action}`,
        resource:
          input.IndexName === undefined
            ? tableArn(reference, tableName)
            : indexArn(reference, tableName, input.IndexName),
        conditions: withTableTags(conditions, reference, call),
      },
    ];
  };

interface Counted {
  readonly ReturnConsumedCapacity?: string;
}

/** The rule of BatchGetItem: for each table, all its keys and attributes together. */
export const batchGet: PermissionRule = (input: { RequestItems: Record<string, KeysAndAttributes> } & Counted, call) =>
  Object.entries(input.RequestItems).map(([given, { Keys: keys = [], ...expressions }]) => {
    const reference = parseTableReference(given, call);
    const conditions = {
      get "dynamodb:LeadingKeys"() {
        return leadingKeys(keys, reference, call);
      },
      get "dynamodb:Attributes"() {
        return [...new Set([...keys.flatMap((key) => Object.keys(key)), ...attributesIn(expressions)])];
      },
      "dynamodb:ReturnConsumedCapacity": input.ReturnConsumedCapacity,
    };
    return {
      action: "dynamodb:BatchGetItem",
      resource: tableArn(reference, reference.tableName),
      conditions: withTableTags(conditions, reference, call),
    };
  });

/** The rule of BatchWriteItem. */
export const batchWrite: PermissionRule = (input: { RequestItems: Record<string, WriteRequest[]> } & Counted, call) =>
  Object.entries(input.RequestItems).map(([given, requests]) => {
    const reference = parseTableReference(given, call);
    const items = requests.map((request) => request.PutRequest?.Item ?? request.DeleteRequest?.Key ?? {});
    const conditions = {
      get "dynamodb:LeadingKeys"() {
        return leadingKeys(items, reference, call);
      },
      get "dynamodb:Attributes"() {
        return [...new Set(items.flatMap((item) => Object.keys(item)))];
      },
      "dynamodb:ReturnConsumedCapacity": input.ReturnConsumedCapacity,
    };
    return {
      action: "dynamodb:BatchWriteItem",
      resource: tableArn(reference, reference.tableName),
      conditions: withTableTags(conditions, reference, call),
    };
  });

/** The rule of TransactWriteItems: that of each action. */
export const transactWrite: PermissionRule = (input: { TransactItems: TransactWriteItem[] } & Counted, call) =>
  input.TransactItems.flatMap((item) =>
    (
      [
        ["ConditionCheckItem", item.ConditionCheck],
        ["PutItem", item.Put],
        ["UpdateItem", item.Update],
        ["DeleteItem", item.Delete],
      ] as const
    ).flatMap(([action, request]) => {
      const tableName = request?.TableName;
      if (request === undefined || tableName === undefined) return [];
      const { ReturnValuesOnConditionCheckFailure: _shown, ...rest } = request;
      const { ReturnConsumedCapacity } = input;
      return [
        itemRequest(action, { ...rest, ReturnConsumedCapacity, TableName: tableName }, call, "TransactWriteItems"),
      ];
    }),
  );

/** The rule of TransactGetItems. */
export const transactGet: PermissionRule = (input: { TransactItems: { Get: ItemRequest }[] } & Counted, call) =>
  input.TransactItems.map(({ Get: get }) =>
    itemRequest("GetItem", { ...get, ReturnConsumedCapacity: input.ReturnConsumedCapacity }, call, "TransactGetItems"),
  );
