// The parameters that expressions replaced, through the SDK: what they do, and what of them is refused.
// AWS: Developer Guide, "Legacy DynamoDB conditional parameters"; wording after dynalite's test-suite.

import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { beforeEach, describe, expect, test } from "vitest";
import { thingsTable } from "./tables.ts";

const TableName = "things";
const Key = { id: { S: "a" }, n: { N: "1" } };
const ITEM: Record<string, AttributeValue> = {
  ...Key,
  text: { S: "hello" },
  count: { N: "5" },
  tags: { SS: ["x", "y"] },
  list: { L: [{ S: "1" }] },
};
const INVALID = "One or more parameter values were invalid: ";

let dynamodb: DynamoDBClient;
beforeEach(async () => {
  ({ dynamodb } = await thingsTable());
  await dynamodb.send(new PutItemCommand({ TableName, Item: ITEM }));
});

describe("AttributeUpdates", () => {
  const update = async (AttributeUpdates: UpdateItemCommandInput["AttributeUpdates"]): Promise<unknown> => {
    const answer = await dynamodb.send(
      new UpdateItemCommand({ TableName, Key, AttributeUpdates, ReturnValues: "UPDATED_NEW" }),
    );
    return answer.Attributes;
  };

  test("put, add to and delete from attributes", async () => {
    const updated = await update({
      text: { Value: { S: "bye" } },
      count: { Action: "ADD", Value: { N: "-2" } },
      tags: { Action: "DELETE", Value: { SS: ["x"] } },
      list: { Action: "ADD", Value: { L: [{ S: "2" }] } },
      fresh: { Action: "ADD", Value: { N: "1" } },
      nothing: { Action: "DELETE" },
    });
    expect(updated).toEqual({
      text: { S: "bye" },
      count: { N: "3" },
      tags: { SS: ["y"] },
      list: { L: [{ S: "1" }, { S: "2" }] },
      fresh: { N: "1" },
    });
  });

  test.each<[string, UpdateItemCommandInput["AttributeUpdates"], string]>([
    [
      "a put of nothing",
      { a: { Action: "PUT" } },
      "Only DELETE action is allowed when no attribute value is specified",
    ],
    ["a string added", { a: { Action: "ADD", Value: { S: "x" } } }, "ADD action is not supported for the type S"],
    [
      "a number deleted",
      { a: { Action: "DELETE", Value: { N: "1" } } },
      "DELETE action with value is not supported for the type N",
    ],
    [
      "a change of the key",
      { n: { Value: { N: "2" } } },
      "Cannot update attribute n. This attribute is part of the key",
    ],
  ])("%s is refused", async (_name, updates, message) => {
    await expect(update(updates)).rejects.toThrow(INVALID + message);
  });

  test("a number added to a string is refused by the item", async () => {
    await expect(update({ text: { Action: "ADD", Value: { N: "1" } } })).rejects.toThrow(
      "Type mismatch for attribute to update",
    );
  });
});

describe("Expected", () => {
  const remove = (Expected: object, ConditionalOperator?: "AND" | "OR"): Promise<string> =>
    dynamodb.send(new DeleteItemCommand({ TableName, Key, Expected, ConditionalOperator } as never)).then(
      () => "deleted",
      (error: Error) => `${error.name}: ${error.message}`,
    );
  const FAILED = "ConditionalCheckFailedException: The conditional request failed";

  test.each<[object, "AND" | "OR" | undefined, string]>([
    [{ text: { Value: { S: "hello" } } }, undefined, "deleted"],
    [{ text: { Value: { S: "other" } } }, undefined, FAILED],
    [{ text: { Exists: false } }, undefined, FAILED],
    [{ nothing: { Exists: false } }, undefined, "deleted"],
    [{ count: { ComparisonOperator: "GT", Value: { N: "4" } } }, undefined, "deleted"],
    [{ count: { ComparisonOperator: "BETWEEN", AttributeValueList: [{ N: "1" }, { N: "4" }] } }, undefined, FAILED],
    [{ text: { ComparisonOperator: "NOT_CONTAINS", Value: { S: "ell" } } }, undefined, FAILED],
    [{ nothing: { ComparisonOperator: "NOT_CONTAINS", Value: { S: "x" } } }, undefined, "deleted"],
    [{ text: { Value: { S: "other" } }, nothing: { ComparisonOperator: "NULL" } }, "OR", "deleted"],
    [{ text: { Value: { S: "other" } }, nothing: { ComparisonOperator: "NULL" } }, "AND", FAILED],
  ])("%j %s: %s", async (expected, operator, outcome) => {
    expect(await remove(expected, operator)).toBe(outcome);
  });

  test.each<[object, string]>([
    [{ a: {} }, "Value must be provided when Exists is null for Attribute: a"],
    [{ a: { Exists: false, Value: { S: "x" } } }, "Value cannot be used when Exists is false for Attribute: a"],
    [
      { a: { ComparisonOperator: "GT" } },
      "Value or AttributeValueList must be used with ComparisonOperator: GT for Attribute: a",
    ],
    [
      { a: { ComparisonOperator: "EQ", AttributeValueList: [] } },
      "Invalid number of argument(s) for the EQ ComparisonOperator",
    ],
    [
      { a: { ComparisonOperator: "BEGINS_WITH", Value: { N: "1" } } },
      "ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type",
    ],
  ])("%j is refused", async (expected, message) => {
    expect(await remove(expected)).toBe(`ValidationException: ${INVALID}${message}`);
  });
});

test("KeyConditions, QueryFilter and AttributesToGet", async () => {
  for (const n of ["2", "3", "10"])
    await dynamodb.send(new PutItemCommand({ TableName, Item: { ...ITEM, n: { N: n }, count: { N: n } } }));
  const { Items: items } = await dynamodb.send(
    new QueryCommand({
      TableName,
      KeyConditions: {
        id: { ComparisonOperator: "EQ", AttributeValueList: [{ S: "a" }] },
        n: { ComparisonOperator: "GE", AttributeValueList: [{ N: "2" }] },
      },
      QueryFilter: { count: { ComparisonOperator: "NE", AttributeValueList: [{ N: "3" }] } },
      AttributesToGet: ["n"],
      ScanIndexForward: false,
    }),
  );
  expect(items).toEqual([{ n: { N: "10" } }, { n: { N: "2" } }]);
  const query = (conditions: object, more = {}): Promise<unknown> =>
    dynamodb.send(new QueryCommand({ TableName, KeyConditions: conditions as never, ...more }));
  const id = { ComparisonOperator: "EQ", AttributeValueList: [{ S: "a" }] };
  await expect(query({})).rejects.toThrow("Conditions can be of length 1 or 2 only");
  await expect(query({ id: { ...id, ComparisonOperator: "NE" } })).rejects.toThrow(
    "Attempted conditional constraint is not an indexable operation",
  );
  await expect(query({ id }, { QueryFilter: { n: { ComparisonOperator: "NULL" } } })).rejects.toThrow(
    "QueryFilter can only contain non-primary key attributes: Primary key attribute: n",
  );
});

test("ScanFilter with OR, and AttributesToGet of one item", async () => {
  const { Count } = await dynamodb.send(
    new ScanCommand({
      TableName,
      ScanFilter: {
        text: { ComparisonOperator: "BEGINS_WITH", AttributeValueList: [{ S: "x" }] },
        count: { ComparisonOperator: "IN", AttributeValueList: [{ N: "4" }, { N: "5" }] },
      },
      ConditionalOperator: "OR",
    }),
  );
  expect(Count).toBe(1);
  const { Item: item } = await dynamodb.send(new GetItemCommand({ TableName, Key, AttributesToGet: ["text", "no"] }));
  expect(item).toEqual({ text: { S: "hello" } });
  await expect(dynamodb.send(new GetItemCommand({ TableName, Key, AttributesToGet: ["a", "a"] }))).rejects.toThrow(
    `${INVALID}Duplicate value in attribute name: a`,
  );
});
