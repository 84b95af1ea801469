// Goal: conditions of policies hold for every operation on items, each allowed and denied. Method: a user whose only
// policy has the condition, through the SDK.

import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  PutResourcePolicyCommand,
  GetResourcePolicyCommand,
  QueryCommand,
  ScanCommand,
  TagResourceCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UntagResourceCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { DescribeStreamCommand, DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { sharedYard, type TestAccount } from "../../../testing/harness.ts";
import { thingsTable, type TestTable } from "./tables.ts";

const TableName = "things";
const key = (id: string) => ({ id: { S: id }, n: { N: "1" } });
const arnOf = ({ account }: TestAccount): string => `arn:aws:dynamodb:us-east-1:${account}:table/things`;

/** A client of a user who has only this statement. */
async function userWith({ account }: TestTable, Statement: object): Promise<DynamoDBClient> {
  const iam = account.client(IAMClient);
  const UserName = "reader";
  await iam.send(new CreateUserCommand({ UserName }));
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "p", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return account.clientWith(DynamoDBClient, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
}

const allow = (Condition: object, Action: string | readonly string[] = "dynamodb:*") => ({
  Effect: "Allow",
  Action,
  Resource: "*",
  Condition,
});

/** "allowed", or the error's name. */
const outcome = (sent: Promise<unknown>): Promise<string> =>
  sent.then(
    () => "allowed",
    (error: Error) => error.name,
  );
const DENIED = "AccessDeniedException";

const names = { "#id": "id" };
const values = (id: string) => ({ ":id": { S: id } });

test("dynamodb:LeadingKeys holds for each operation that names items", async () => {
  const table = await thingsTable();
  const user = await userWith(table, allow({ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["mine"] } }));
  const all = (id: string): Promise<string>[] =>
    [
      user.send(new PutItemCommand({ TableName, Item: key(id) })),
      user.send(new GetItemCommand({ TableName, Key: key(id) })),
      user.send(new UpdateItemCommand({ TableName, Key: key(id) })),
      user.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: "#id = :id",
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: values(id),
        }),
      ),
      user.send(
        new BatchGetItemCommand({ RequestItems: { things: { Keys: [key("mine"), { ...key(id), n: { N: "2" } }] } } }),
      ),
      user.send(
        new BatchWriteItemCommand({
          RequestItems: {
            things: [{ PutRequest: { Item: key("mine") } }, { DeleteRequest: { Key: { ...key(id), n: { N: "2" } } } }],
          },
        }),
      ),
      user.send(new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key: key(id) } }] })),
      user.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            {
              Update: {
                TableName,
                Key: key(id),
                UpdateExpression: "SET a = :a",
                ExpressionAttributeValues: { ":a": { S: "x" } },
              },
            },
          ],
        }),
      ),
      user.send(new DeleteItemCommand({ TableName, Key: key(id) })),
    ].map(outcome);
  for (const sent of all("mine")) expect(await sent).toBe("allowed");
  for (const sent of all("yours")) expect(await sent).toBe(DENIED);
});

test("dynamodb:Attributes holds for expressions, projections, legacy parameters and items", async () => {
  const table = await thingsTable();
  const user = await userWith(
    table,
    allow({ "ForAllValues:StringEquals": { "dynamodb:Attributes": ["id", "n", "public"] } }),
  );
  const Key = key("a");
  const all = (name: string): Promise<string>[] =>
    [
      user.send(new PutItemCommand({ TableName, Item: { ...Key, [name]: { S: "x" } } })),
      user.send(
        new GetItemCommand({ TableName, Key, ProjectionExpression: "#a", ExpressionAttributeNames: { "#a": name } }),
      ),
      user.send(new GetItemCommand({ TableName, Key, AttributesToGet: [name] })),
      user.send(
        new UpdateItemCommand({
          TableName,
          Key,
          UpdateExpression: "SET #a = :x",
          ExpressionAttributeNames: { "#a": name },
          ExpressionAttributeValues: { ":x": { S: "y" } },
        }),
      ),
      user.send(
        new UpdateItemCommand({ TableName, Key, AttributeUpdates: { [name]: { Value: { S: "y" }, Action: "PUT" } } }),
      ),
      user.send(
        new ScanCommand({
          TableName,
          FilterExpression: "attribute_exists(#a)",
          ExpressionAttributeNames: { "#a": name },
        }),
      ),
      user.send(
        new DeleteItemCommand({
          TableName,
          Key,
          ConditionExpression: "attribute_exists(#a)",
          ExpressionAttributeNames: { "#a": name },
        }),
      ),
    ].map(outcome);
  for (const sent of all("public")) expect(await sent).toBe("allowed");
  for (const sent of all("secret")) expect(await sent).toBe(DENIED);
});

test("dynamodb:Select, ReturnValues and ReturnConsumedCapacity are what the request says", async () => {
  // AWS: Developer Guide, "Using IAM policy conditions for fine-grained access control", example 2.
  const table = await thingsTable();
  const user = await userWith(
    table,
    allow({
      StringEqualsIfExists: {
        "dynamodb:Select": "SPECIFIC_ATTRIBUTES",
        "dynamodb:ReturnValues": ["NONE", "UPDATED_NEW"],
        "dynamodb:ReturnConsumedCapacity": "NONE",
      },
    }),
  );
  const Key = key("a");
  const scan = (more: object) => outcome(user.send(new ScanCommand({ TableName, ...more })));
  expect(await scan({ Select: "SPECIFIC_ATTRIBUTES", AttributesToGet: ["id"] })).toBe("allowed");
  expect(await scan({ Select: "ALL_ATTRIBUTES" })).toBe(DENIED);
  expect(await scan({ ReturnConsumedCapacity: "TOTAL" })).toBe(DENIED);
  const put = (ReturnValues: "NONE" | "ALL_OLD") =>
    outcome(user.send(new PutItemCommand({ TableName, Item: Key, ReturnValues })));
  expect(await put("NONE")).toBe("allowed");
  expect(await put("ALL_OLD")).toBe(DENIED);
  const counted = { ReturnConsumedCapacity: "TOTAL" } as const;
  const TransactItems = [{ Get: { TableName, Key } }];
  expect(await outcome(user.send(new TransactGetItemsCommand({ TransactItems })))).toBe("allowed");
  expect(await outcome(user.send(new TransactGetItemsCommand({ TransactItems, ...counted })))).toBe(DENIED);
  const RequestItems = { things: { Keys: [Key] } };
  expect(await outcome(user.send(new BatchGetItemCommand({ RequestItems })))).toBe("allowed");
  expect(await outcome(user.send(new BatchGetItemCommand({ RequestItems, ...counted })))).toBe(DENIED);
});

test("dynamodb:EnclosingOperation tells actions of transactions from others", async () => {
  // AWS: Developer Guide, "Using IAM with DynamoDB transactions", examples 3 and 4.
  const table = await thingsTable();
  const user = await userWith(
    table,
    allow(
      { "ForAnyValue:StringEquals": { "dynamodb:EnclosingOperation": ["TransactWriteItems", "TransactGetItems"] } },
      ["dynamodb:GetItem", "dynamodb:PutItem"],
    ),
  );
  const Item = key("a");
  const put = new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item } }] });
  const get = new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key: Item } }] });
  expect(await outcome(user.send(put))).toBe("allowed");
  expect(await outcome(user.send(get))).toBe("allowed");
  expect(await outcome(user.send(new PutItemCommand({ TableName, Item })))).toBe(DENIED);
  expect(await outcome(user.send(new GetItemCommand({ TableName, Key: Item })))).toBe(DENIED);
});

test("aws:ResourceTag is the table's tags, and aws:RequestTag those that a request gives", async () => {
  const table = await thingsTable({ Tags: [{ Key: "team", Value: "red" }] });
  const user = await userWith(table, [
    allow({ StringEquals: { "aws:ResourceTag/team": "red" } }),
    {
      ...allow({ StringNotEquals: { "aws:RequestTag/team": "red" } }, "dynamodb:TagResource"),
      Effect: "Deny",
    },
    { ...allow({ "ForAnyValue:StringEquals": { "aws:TagKeys": ["team"] } }, "dynamodb:UntagResource"), Effect: "Deny" },
  ]);
  const ResourceArn = arnOf(table.account);
  const tag = (Value: string) =>
    outcome(user.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: "team", Value }] })));
  expect(await outcome(user.send(new DescribeTableCommand({ TableName })))).toBe("allowed");
  expect(await outcome(user.send(new GetItemCommand({ TableName, Key: key("a") })))).toBe("allowed");
  expect(await tag("red")).toBe("allowed");
  expect(await tag("blue")).toBe(DENIED);
  expect(await outcome(user.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["team"] })))).toBe(DENIED);
  await table.dynamodb.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: "team", Value: "blue" }] }));
  expect(await outcome(user.send(new DescribeTableCommand({ TableName })))).toBe(DENIED);
  expect(await outcome(user.send(new ScanCommand({ TableName })))).toBe(DENIED);
});

test("policies that everybody may use are refused, and the same policy keeps its revision", async () => {
  // AWS: Developer Guide, "Blocking public access with resource-based policies in DynamoDB".
  const table = await thingsTable();
  const ResourceArn = arnOf(table.account);
  const put = (more: object, extra: object = {}) =>
    table.dynamodb.send(
      new PutResourcePolicyCommand({
        ResourceArn,
        Policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: "*", Action: "dynamodb:GetItem", Resource: ResourceArn, ...more }],
        }),
        ...extra,
      }),
    );
  const refused = { name: "ValidationException", message: expect.stringContaining("public access") };
  await expect(put({})).rejects.toMatchObject(refused);
  await expect(put({ Principal: { AWS: "*" } })).rejects.toMatchObject(refused);
  await expect(put({ Condition: { StringLike: { "aws:PrincipalAccount": "*" } } })).rejects.toMatchObject(refused);
  await expect(put({ Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } } })).rejects.toMatchObject(
    refused,
  );
  await expect(put({ Effect: "Sometimes" })).rejects.toMatchObject({ name: "ValidationException" });
  const fixed = { Condition: { StringEquals: { "aws:PrincipalAccount": table.account.account } } };
  const { RevisionId } = await put(fixed);
  expect((await put(fixed)).RevisionId).toBe(RevisionId);
  const next = await put({ Effect: "Deny" }, { ExpectedRevisionId: RevisionId });
  expect(next.RevisionId).not.toBe(RevisionId);
  await expect(put(fixed, { ExpectedRevisionId: RevisionId })).rejects.toMatchObject({
    name: "PolicyNotFoundException",
  });
  const missing = new GetResourcePolicyCommand({ ResourceArn: `${ResourceArn}-not` });
  await expect(table.dynamodb.send(missing)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test("a stream's policy opens the stream to another account, and nothing else", async () => {
  const table = await thingsTable({ StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" } });
  const other = (await sharedYard()).account();
  const { Table } = await table.dynamodb.send(new DescribeTableCommand({ TableName }));
  const StreamArn = Table?.LatestStreamArn ?? "";
  const describe = () => outcome(other.client(DynamoDBStreamsClient).send(new DescribeStreamCommand({ StreamArn })));
  expect(await describe()).toBe(DENIED);
  await table.dynamodb.send(
    new PutResourcePolicyCommand({
      ResourceArn: StreamArn,
      Policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Principal: { AWS: other.account },
          Action: "dynamodb:DescribeStream",
          Resource: StreamArn,
        },
      }),
    }),
  );
  expect(await describe()).toBe("allowed");
  const table2 = new DescribeTableCommand({ TableName: arnOf(table.account) });
  expect(await outcome(other.client(DynamoDBClient).send(table2))).toBe(DENIED);
});
