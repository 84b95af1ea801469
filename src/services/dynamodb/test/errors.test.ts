// What DynamoDB refuses, through the SDK, with AWS's codes and texts. Each row is one request on a table "things" (key
// id S, n N) with a global index "by-group" (group S, keys only) and a local one "by-rank" (rank N, keys only).
// Sources: the dynamodb-conformance suite and dynalite's test-suite, both run against AWS; rows without a source mark
// are from the first.

import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type CreateTableCommandInput,
} from "@aws-sdk/client-dynamodb";
import { beforeAll, describe, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import { createThings } from "./tables.ts";

/** A command of the SDK; the kinds have no type in common that `send` takes. */
type Sendable = object;

let dynamodb: DynamoDBClient;
beforeAll(async () => {
  dynamodb = (await sharedYard()).account().client(DynamoDBClient);
  await createThings(dynamodb, {
    AttributeDefinitions: [
      { AttributeName: "id", AttributeType: "S" },
      { AttributeName: "n", AttributeType: "N" },
      { AttributeName: "group", AttributeType: "S" },
      { AttributeName: "rank", AttributeType: "N" },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: "by-group",
        KeySchema: [{ AttributeName: "group", KeyType: "HASH" }],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ],
    LocalSecondaryIndexes: [
      {
        IndexName: "by-rank",
        KeySchema: [
          { AttributeName: "id", KeyType: "HASH" },
          { AttributeName: "rank", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ],
  });
});

/** "Code: message" of the error that the request ends with. */
async function errorOf(command: Sendable): Promise<string> {
  const failure: unknown = await dynamodb.send(command as never).then(
    () => "no error",
    (error: unknown) => error,
  );
  return failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure);
}

const TableName = "things";
const key = { id: { S: "a" }, n: { N: "1" } };
const VALIDATION = "ValidationException: ";
const INVALID = `${VALIDATION}One or more parameter values were invalid: `;
const EMPTY_KEY =
  "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value.";
const MISMATCH = `${VALIDATION}The provided key element does not match the schema`;
const NOT_FOUND = "ResourceNotFoundException: Requested resource not found";

const put = (more: object): Sendable => new PutItemCommand({ TableName, Item: key, ...more });
const get = (more: object): Sendable => new GetItemCommand({ TableName, Key: key, ...more });
const update = (more: object): Sendable => new UpdateItemCommand({ TableName, Key: key, ...more });
const query = (more: object): Sendable =>
  new QueryCommand({
    TableName,
    KeyConditionExpression: "id = :id",
    ExpressionAttributeValues: { ":id": { S: "a" } },
    ...more,
  });
const scan = (more: object): Sendable => new ScanCommand({ TableName, ...more });

describe("writes that are refused", () => {
  test.each<[string, Sendable, string]>([
    [
      "no table name",
      put({ TableName: undefined }),
      `${VALIDATION}1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null`,
    ],
    [
      "an empty table name",
      put({ TableName: "" }),
      `${VALIDATION}1 validation error detected: Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    ],
    [
      "characters that no name has",
      put({ TableName: "bad table!@#" }),
      `${VALIDATION}1 validation error detected: Value 'bad table!@#' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+`,
    ],
    [
      "two members that are none of the allowed values",
      put({ ReturnValues: "INVALID", ReturnConsumedCapacity: "INVALID" }),
      `${VALIDATION}2 validation errors detected: Value 'INVALID' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]; Value 'INVALID' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]`,
    ],
    ["a table that is not there", put({ TableName: "nothing" }), NOT_FOUND],
    ["an item without its sort key", put({ Item: { id: { S: "a" } } }), `${INVALID}Missing the key n in the item`],
    [
      "a key of another type",
      put({ Item: { id: { S: "a" }, n: { S: "1" } } }),
      `${INVALID}Type mismatch for key n expected: N actual: S`,
    ],
    ["an empty key", put({ Item: { id: { S: "" }, n: { N: "1" } } }), `${VALIDATION}${EMPTY_KEY} Key: id`],
    [
      "an index key of another type",
      put({ Item: { ...key, group: { N: "1" } } }),
      `${INVALID}Type mismatch for Index Key group Expected: S Actual: N IndexName: by-group`,
    ],
    [
      "an empty index key",
      put({ Item: { ...key, group: { S: "" } } }),
      `${VALIDATION}One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-group, IndexKey: group`,
    ],
    // dynalite
    [
      "a partition key of 2,049 bytes",
      put({ Item: { id: { S: "a".repeat(2049) }, n: { N: "1" } } }),
      `${INVALID}Size of hashkey has exceeded the maximum size limit of2048 bytes`,
    ],
    [
      "an item of more than 400 KB",
      put({ Item: { ...key, text: { S: "a".repeat(409_600) } } }),
      `${VALIDATION}Item size has exceeded the maximum allowed size`,
    ],
    // dynalite
    [
      "ReturnValues of updates",
      put({ ReturnValues: "ALL_NEW" }),
      `${VALIDATION}ReturnValues can only be ALL_OLD or NONE`,
    ],
    [
      "values without an expression",
      put({ ExpressionAttributeValues: { ":v": { S: "x" } } }),
      `${VALIDATION}ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null`,
    ],
    // dynalite
    [
      "names without an expression",
      put({ ExpressionAttributeNames: { "#a": "x" } }),
      `${VALIDATION}ExpressionAttributeNames can only be specified when using expressions`,
    ],
    [
      "expressions beside legacy parameters",
      put({ Expected: { id: { Exists: false } }, ConditionExpression: "attribute_not_exists(id)" }),
      `${VALIDATION}Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}`,
    ],
    [
      "a name without its sign",
      put({ ConditionExpression: "attribute_exists(#a)", ExpressionAttributeNames: { a: "id" } }),
      `${VALIDATION}ExpressionAttributeNames contains invalid key: Syntax error; key: "a"`,
    ],
    [
      "a value that is none",
      put({ ConditionExpression: "id = :v", ExpressionAttributeValues: { ":v": { N: "x" } } }),
      `${VALIDATION}ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: x for key :v`,
    ],
    [
      "a condition that is not met",
      put({ ConditionExpression: "attribute_exists(id)" }),
      "ConditionalCheckFailedException: The conditional request failed",
    ],
    [
      "an update of a key",
      update({ UpdateExpression: "SET n = :v", ExpressionAttributeValues: { ":v": { N: "2" } } }),
      `${INVALID}Cannot update attribute n. This attribute is part of the key`,
    ],
    [
      "an update of an index key to another type",
      update({
        UpdateExpression: "SET #g = :v",
        ExpressionAttributeNames: { "#g": "group" },
        ExpressionAttributeValues: { ":v": { N: "2" } },
      }),
      `${INVALID}Type mismatch for Index Key group Expected: S Actual: N IndexName: by-group`,
    ],
    [
      "an update of an index key to nothing",
      update({
        UpdateExpression: "SET #g = :v",
        ExpressionAttributeNames: { "#g": "group" },
        ExpressionAttributeValues: { ":v": { S: "" } },
      }),
      `${VALIDATION}One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string value.`,
    ],
    // dynalite
    [
      "a path into a key",
      update({
        UpdateExpression: "SET #g.a = :v",
        ExpressionAttributeNames: { "#g": "group" },
        ExpressionAttributeValues: { ":v": { S: "x" } },
      }),
      `${VALIDATION}Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: group`,
    ],
    [
      "a key with an attribute too many",
      new DeleteItemCommand({ TableName, Key: { ...key, x: { S: "y" } } }),
      MISMATCH,
    ],
    [
      "unused placeholders",
      update({
        UpdateExpression: "SET a = :v",
        ExpressionAttributeValues: { ":v": { S: "x" }, ":unused": { S: "y" } },
      }),
      `${VALIDATION}Value provided in ExpressionAttributeValues unused in expressions: keys: {:unused}`,
    ],
  ])("%s", async (_name, command, expected) => {
    expect(await errorOf(command)).toBe(expected);
  });
});

describe("reads that are refused", () => {
  test.each<[string, Sendable, string]>([
    ["a key of another type", get({ Key: { id: { S: "a" }, n: { S: "1" } } }), MISMATCH],
    [
      "no key condition",
      query({ KeyConditionExpression: undefined, ExpressionAttributeValues: undefined }),
      `${VALIDATION}Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.`,
    ],
    [
      "no partition key",
      query({ KeyConditionExpression: "n = :n", ExpressionAttributeValues: { ":n": { N: "1" } } }),
      `${VALIDATION}Query condition missed key schema element: id`,
    ],
    // dynamodb-conformance
    [
      "two conditions for the sort key",
      query({
        KeyConditionExpression: "id = :id AND n > :n AND n < :n",
        ExpressionAttributeValues: { ":id": { S: "x" }, ":n": { N: "1" } },
      }),
      `${VALIDATION}Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key`,
    ],
    // dynamodb-conformance
    [
      "conditions for three attributes",
      query({
        KeyConditionExpression: "id = :id AND n > :n AND x = :n",
        ExpressionAttributeValues: { ":id": { S: "x" }, ":n": { N: "1" } },
      }),
      `${VALIDATION}The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)`,
    ],
    // dynamodb-conformance: what no key could be is the expression's error, what this key is not is the schema's.
    [
      "a boolean in an order of keys",
      query({
        KeyConditionExpression: "id = :id AND :n >= n",
        ExpressionAttributeValues: { ":id": { S: "x" }, ":n": { BOOL: true } },
      }),
      `${VALIDATION}Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: >=, operand type: BOOL`,
    ],
    [
      "a boolean equal to a key",
      query({
        KeyConditionExpression: "id = :id AND n = :n",
        ExpressionAttributeValues: { ":id": { S: "x" }, ":n": { BOOL: true } },
      }),
      `${INVALID}Condition parameter type does not match schema type`,
    ],
    // dynalite
    [
      "a range of partition keys",
      query({ KeyConditionExpression: "id > :id" }),
      `${VALIDATION}Query key condition not supported`,
    ],
    // dynalite
    [
      "a key value of another type",
      query({ ExpressionAttributeValues: { ":id": { N: "1" } } }),
      `${INVALID}Condition parameter type does not match schema type`,
    ],
    // dynalite
    [
      "a filter on the key",
      query({ FilterExpression: "n = :id" }),
      `${VALIDATION}Filter Expression can only contain non-primary key attributes: Primary key attribute: n`,
    ],
    [
      "an index that is not there",
      query({ IndexName: "nothing" }),
      `${VALIDATION}The table does not have the specified index: nothing`,
    ],
    [
      "consistent reads of a global index",
      query({
        IndexName: "by-group",
        KeyConditionExpression: "#g = :id",
        ExpressionAttributeNames: { "#g": "group" },
        ConsistentRead: true,
      }),
      `${VALIDATION}Consistent reads are not supported on global secondary indexes`,
    ],
    // dynalite
    [
      "all attributes of a global index that has not got them",
      scan({ IndexName: "by-group", Select: "ALL_ATTRIBUTES" }),
      `${INVALID}Select type ALL_ATTRIBUTES is not supported for global secondary index by-group because its projection type is not ALL`,
    ],
    [
      "projected attributes of a table",
      query({ Select: "ALL_PROJECTED_ATTRIBUTES" }),
      `${VALIDATION}ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName`,
    ],
    [
      "all attributes and some",
      query({ Select: "ALL_ATTRIBUTES", ProjectionExpression: "n" }),
      `${VALIDATION}Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES`,
    ],
    [
      "a limit of none",
      scan({ Limit: 0 }),
      `${VALIDATION}1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
    ],
    [
      "a segment without a total",
      scan({ Segment: 0 }),
      `${VALIDATION}The TotalSegments parameter is required but was not present in the request when Segment parameter is present`,
    ],
    [
      "a total without a segment",
      scan({ TotalSegments: 4 }),
      `${VALIDATION}The Segment parameter is required but was not present in the request when parameter TotalSegments is present`,
    ],
    [
      "a segment beyond the last",
      scan({ Segment: 5, TotalSegments: 5 }),
      `${VALIDATION}The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 5 is not less than TotalSegments: 5`,
    ],
    // dynalite, this and the next three
    [
      "a start key of another shape",
      scan({ ExclusiveStartKey: { id: { S: "a" } } }),
      `${VALIDATION}The provided starting key is invalid: The provided key element does not match the schema`,
    ],
    [
      "a start key of another partition",
      query({ ExclusiveStartKey: { id: { S: "b" }, n: { N: "1" } } }),
      `${VALIDATION}The provided starting key is outside query boundaries based on provided conditions`,
    ],
    [
      "a start key outside of the range",
      query({
        KeyConditionExpression: "id = :id AND n > :n",
        ExpressionAttributeValues: { ":id": { S: "a" }, ":n": { N: "1" } },
        ExclusiveStartKey: key,
      }),
      `${VALIDATION}The provided starting key does not match the range key predicate`,
    ],
    ["a table that is not there", scan({ TableName: "nothing" }), NOT_FOUND],
  ])("%s", async (_name, command, expected) => {
    expect(await errorOf(command)).toBe(expected);
  });
});

describe("batches that are refused", () => {
  const write = (requests: object[]): Sendable => new BatchWriteItemCommand({ RequestItems: { things: requests } });
  const item = (n: number): object => ({ PutRequest: { Item: { id: { S: "a" }, n: { N: String(n) } } } });

  test.each<[string, Sendable, string]>([
    [
      "no requests",
      new BatchWriteItemCommand({ RequestItems: {} }),
      `${VALIDATION}The requestItems parameter is required for BatchWriteItem`,
    ],
    [
      "no keys",
      new BatchGetItemCommand({ RequestItems: {} }),
      `${VALIDATION}The requestItems parameter is required for BatchGetItem`,
    ],
    [
      "an item twice",
      write([item(1), { DeleteRequest: { Key: key } }]),
      `${VALIDATION}Provided list of item keys contains duplicates`,
    ],
    [
      "a key twice, written differently",
      new BatchGetItemCommand({ RequestItems: { things: { Keys: [key, { n: { N: "1.0" }, id: { S: "a" } }] } } }),
      `${VALIDATION}Provided list of item keys contains duplicates`,
    ],
    ["a key of another type", write([{ PutRequest: { Item: { id: { N: "5" }, n: { N: "1" } } } }]), MISMATCH],
    [
      "an empty key",
      write([{ PutRequest: { Item: { id: { S: "" }, n: { N: "1" } } } }]),
      `${VALIDATION}${EMPTY_KEY} Key: id`,
    ],
    [
      "a table that is not there",
      new BatchWriteItemCommand({ RequestItems: { nothing: [{ DeleteRequest: { Key: key } }] } }),
      NOT_FOUND,
    ],
  ])("%s", async (_name, command, expected) => {
    expect(await errorOf(command)).toBe(expected);
  });

  test("26 requests", async () => {
    expect(await errorOf(write(Array.from({ length: 26 }, (_, n) => item(n))))).toMatch(
      /^ValidationException: 1 validation error detected: Value '\{things=\[.+\]\}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: \[Member must have length less than or equal to 25, Member must have length greater than or equal to 1\]$/,
    );
  });
});

describe("transactions that are refused or cancelled", () => {
  const transact = (items: object[]): Sendable => new TransactWriteItemsCommand({ TransactItems: items });
  const putAction = (item: object, more = {}): object => ({ Put: { TableName, Item: item, ...more } });

  test.each<[string, Sendable, string]>([
    [
      "no actions",
      transact([]),
      `${VALIDATION}1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    ],
    [
      "one item twice",
      transact([putAction(key), { Delete: { TableName, Key: key } }]),
      `${VALIDATION}Transaction request cannot include multiple operations on one item`,
    ],
    ["a table that is not there", transact([{ Put: { TableName: "nothing", Item: key } }]), NOT_FOUND],
    ["an empty key", transact([putAction({ id: { S: "" }, n: { N: "1" } })]), `${VALIDATION}${EMPTY_KEY} Key: id`],
    [
      "an expression that is none",
      transact([putAction(key, { ConditionExpression: "attribute_not_exists(" })]),
      `${VALIDATION}Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "("`,
    ],
  ])("%s", async (_name, command, expected) => {
    expect(await errorOf(command)).toBe(expected);
  });

  test("each action has its reason, in order", async () => {
    await dynamodb.send(
      new PutItemCommand({ TableName, Item: { id: { S: "there" }, n: { N: "1" }, x: { S: "old" } } }),
    );
    const failure: unknown = await dynamodb
      .send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { Put: { TableName, Item: { id: { S: "new" }, n: { N: "1" } } } },
            {
              Update: {
                TableName,
                Key: { id: { S: "there" }, n: { N: "1" } },
                UpdateExpression: "SET x = :x",
                ConditionExpression: "attribute_not_exists(id)",
                ExpressionAttributeValues: { ":x": { S: "new" } },
                ReturnValuesOnConditionCheckFailure: "ALL_OLD",
              },
            },
          ],
        }),
      )
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TransactionCanceledException);
    expect(failure).toMatchObject({
      message:
        "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]",
      CancellationReasons: [
        { Code: "None" },
        {
          Code: "ConditionalCheckFailed",
          Message: "The conditional request failed",
          Item: { id: { S: "there" }, n: { N: "1" }, x: { S: "old" } },
        },
      ],
    });
    const { Item: added } = await dynamodb.send(
      new GetItemCommand({ TableName, Key: { id: { S: "new" }, n: { N: "1" } } }),
    );
    expect(added).toBeUndefined();
  });

  test("what a table's schema forbids is a reason, too", async () => {
    const failure: unknown = await dynamodb
      .send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { Put: { TableName, Item: { id: { N: "5" }, n: { N: "1" } } } },
            { Delete: { TableName, Key: { id: { S: "a" } } } },
          ],
        }),
      )
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: "TransactionCanceledException",
      CancellationReasons: [
        {
          Code: "ValidationError",
          Message: "One or more parameter values were invalid: Type mismatch for key id expected: S actual: N",
        },
        { Code: "ValidationError", Message: "The provided key element does not match the schema" },
      ],
    });
    expect(
      await errorOf(new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key: { id: { S: "a" } } } }] })),
    ).toBe(
      "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [ValidationError]",
    );
  });
});

describe("tables that are refused", () => {
  const base: CreateTableCommandInput = {
    TableName: "other",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
  };
  const create = (more: object): Sendable => new CreateTableCommand({ ...base, ...more });

  test.each<[string, Sendable, string]>([
    [
      "no name",
      create({ TableName: undefined }),
      `${VALIDATION}The parameter 'TableName' is required but was not present in the request`,
    ],
    [
      "a name of two characters",
      create({ TableName: "ab" }),
      `${VALIDATION}1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3`,
    ],
    ["a name that is taken", create({ TableName }), "ResourceInUseException: Table already exists: things"],
    [
      "provisioned billing without units",
      create({ BillingMode: undefined }),
      `${INVALID}ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED`,
    ],
    [
      "a key with one attribute twice",
      create({
        KeySchema: [
          { AttributeName: "id", KeyType: "HASH" },
          { AttributeName: "id", KeyType: "RANGE" },
        ],
      }),
      `${VALIDATION}Invalid KeySchema: Some index key attribute have no definition`,
    ],
    [
      "a key type that is none",
      create({ KeySchema: [{ AttributeName: "id", KeyType: "INVALID" }] }),
      `${VALIDATION}1 validation error detected: Value 'INVALID' at 'keySchema.1.member.keyType' failed to satisfy constraint: Member must satisfy enum value set: [HASH, RANGE]`,
    ],
    [
      "an attribute type that is none",
      create({ AttributeDefinitions: [{ AttributeName: "id", AttributeType: "INVALID" }] }),
      `${VALIDATION}1 validation error detected: Value 'INVALID' at 'attributeDefinitions.1.member.attributeType' failed to satisfy constraint: Member must satisfy enum value set: [B, N, S]`,
    ],
    // dynalite, this and the next two
    [
      "a key without a definition",
      create({ KeySchema: [{ AttributeName: "other", KeyType: "HASH" }] }),
      `${INVALID}Some index key attributes are not defined in AttributeDefinitions. Keys: [other], AttributeDefinitions: [id]`,
    ],
    [
      "a definition without a key",
      create({
        AttributeDefinitions: [
          { AttributeName: "id", AttributeType: "S" },
          { AttributeName: "x", AttributeType: "S" },
        ],
      }),
      `${INVALID}Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions`,
    ],
    [
      "no partition key",
      create({ KeySchema: [{ AttributeName: "id", KeyType: "RANGE" }] }),
      `${VALIDATION}Invalid KeySchema: The first KeySchemaElement is not a HASH key type`,
    ],
    [
      "a local index without a sort key",
      create({
        LocalSecondaryIndexes: [
          {
            IndexName: "index",
            KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
            Projection: { ProjectionType: "ALL" },
          },
        ],
      }),
      `${INVALID}Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex`,
    ],
    [
      "two indexes of one name",
      create({
        GlobalSecondaryIndexes: [1, 2].map(() => ({
          IndexName: "same",
          KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
          Projection: { ProjectionType: "ALL" },
        })),
      }),
      `${INVALID}Duplicate index name: same`,
    ],
    [
      "a description of what is not there",
      new DescribeTableCommand({ TableName: "nothing" }),
      `${NOT_FOUND}: Table: nothing not found`,
    ],
  ])("%s", async (_name, command, expected) => {
    expect(await errorOf(command)).toBe(expected);
  });
});
