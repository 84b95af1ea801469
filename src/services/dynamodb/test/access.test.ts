// Who may do what: actions and resources of item operations, indexes and streams, and the condition keys of items.

import {
  BatchWriteItemCommand,
  DeleteResourcePolicyCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  GetResourcePolicyCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  PutResourcePolicyCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  type AttributeValue,
} from "@aws-sdk/client-dynamodb";
import { DescribeStreamCommand, DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import { thingsTable, type TestTable } from "./tables.ts";

const TableName = "things";
const key = (id: string) => ({ id: { S: id }, n: { N: "1" } });

/** A client of a user who has only this statement. */
async function userWith(
  { account }: TestTable,
  Statement: object,
): Promise<{ dynamodb: DynamoDBClient; streams: DynamoDBStreamsClient }> {
  const iam = account.client(IAMClient);
  const UserName = "reader";
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(
    new PutUserPolicyCommand({
      UserName,
      PolicyName: "p",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
    }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
  return {
    dynamodb: account.clientWith(DynamoDBClient, credentials),
    streams: account.clientWith(DynamoDBStreamsClient, credentials),
  };
}

const denied = (arn: string, action: string, resource: string): string =>
  `User: ${arn} is not authorized to perform: dynamodb:${action} on resource: ${resource} because no identity-based policy allows the dynamodb:${action} action`;

test("an action on a table is that action on that ARN, and a denial names both", async () => {
  const table = await thingsTable();
  const arn = `arn:aws:dynamodb:us-east-1:${table.account.account}:table/things`;
  const { dynamodb } = await userWith(table, { Effect: "Allow", Action: "dynamodb:GetItem", Resource: arn });
  await dynamodb.send(new GetItemCommand({ TableName, Key: key("a") }));
  await expect(dynamodb.send(new PutItemCommand({ TableName, Item: key("a") }))).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: denied(`arn:aws:iam::${table.account.account}:user/reader`, "PutItem", arn),
  });
  // A transaction needs the permission of each of its actions.
  await expect(
    dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: key("a") } }] })),
  ).rejects.toThrow("dynamodb:PutItem");
  await expect(dynamodb.send(new DescribeTableCommand({ TableName }))).rejects.toThrow("dynamodb:DescribeTable");
});

test("there is one way to write an ARN, so that none slips past a denial", async () => {
  // Goal: what a statement denies stays denied. Method: all is allowed but this table; its ARN in other forms.
  const table = await thingsTable();
  const arn = `arn:aws:dynamodb:us-east-1:${table.account.account}:table/things`;
  const { dynamodb } = await userWith(table, [
    { Effect: "Allow", Action: "dynamodb:*", Resource: "*" },
    { Effect: "Deny", Action: "dynamodb:*", Resource: arn },
  ]);
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  await expect(dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: arn }))).rejects.toThrow("explicit deny");
  for (const other of [arn.replace("arn:aws:", "arn:x:"), `${arn}/index/i`]) {
    const invalid = {
      name: "ValidationException",
      message: `Invalid TableArn: Invalid ResourceArn provided as input ${other}`,
    };
    for (const command of [
      new ListTagsOfResourceCommand({ ResourceArn: other }),
      new PutResourcePolicyCommand({ ResourceArn: other, Policy }),
      new GetResourcePolicyCommand({ ResourceArn: other }),
      new DescribeTableCommand({ TableName: other }),
    ])
      await expect(dynamodb.send(command as ListTagsOfResourceCommand)).rejects.toMatchObject(invalid);
  }
});

test("an index and a stream have ARNs of their own", async () => {
  const table = await thingsTable({
    AttributeDefinitions: [
      { AttributeName: "id", AttributeType: "S" },
      { AttributeName: "n", AttributeType: "N" },
      { AttributeName: "group", AttributeType: "S" },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: "by-group",
        KeySchema: [{ AttributeName: "group", KeyType: "HASH" }],
        Projection: { ProjectionType: "ALL" },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
  });
  const { Table: description } = await table.dynamodb.send(new DescribeTableCommand({ TableName }));
  const arn = description?.TableArn ?? "";
  const { dynamodb, streams } = await userWith(table, {
    Effect: "Allow",
    Action: ["dynamodb:Scan", "dynamodb:DescribeStream"],
    Resource: [`${arn}/index/*`, `${arn}/stream/*`],
  });
  await dynamodb.send(new ScanCommand({ TableName, IndexName: "by-group" }));
  await streams.send(new DescribeStreamCommand({ StreamArn: description?.LatestStreamArn }));
  await expect(dynamodb.send(new ScanCommand({ TableName }))).rejects.toThrow(`on resource: ${arn} because`);
});

test("dynamodb:LeadingKeys confines a user to some partitions, whatever the operation", async () => {
  const table = await thingsTable();
  const { dynamodb } = await userWith(table, {
    Effect: "Allow",
    Action: "dynamodb:*",
    Resource: "*",
    Condition: {
      "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["mine"] },
      Null: { "dynamodb:LeadingKeys": "false" },
    },
  });
  const query = (id: string, text: string): QueryCommand =>
    new QueryCommand({
      TableName,
      KeyConditionExpression: text,
      ExpressionAttributeNames: { "#id": "id" },
      ExpressionAttributeValues: { ":id": { S: id } },
    });
  const write = (...ids: string[]): BatchWriteItemCommand =>
    new BatchWriteItemCommand({
      RequestItems: { things: ids.map((id) => ({ PutRequest: { Item: key(id) } })) },
    });
  await dynamodb.send(new PutItemCommand({ TableName, Item: key("mine") }));
  await dynamodb.send(query("mine", "#id = :id"));
  await dynamodb.send(query("mine", ":id = #id"));
  await dynamodb.send(write("mine"));
  const refused: readonly Promise<unknown>[] = [
    dynamodb.send(new GetItemCommand({ TableName, Key: key("yours") })),
    dynamodb.send(query("yours", "#id = :id")),
    dynamodb.send(
      new QueryCommand({
        TableName,
        KeyConditions: { id: { ComparisonOperator: "EQ", AttributeValueList: [{ S: "yours" }] } },
      }),
    ),
    dynamodb.send(write("mine", "yours")),
    dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: key("yours") } }] })),
    dynamodb.send(new ScanCommand({ TableName })),
  ];
  for (const outcome of await Promise.allSettled(refused))
    expect(outcome).toMatchObject({ status: "rejected", reason: { name: "AccessDeniedException" } });
});

test("dynamodb:Attributes confines a user to some attributes", async () => {
  const table = await thingsTable();
  const { dynamodb } = await userWith(table, {
    Effect: "Allow",
    Action: "dynamodb:*",
    Resource: "*",
    Condition: { "ForAllValues:StringEquals": { "dynamodb:Attributes": ["id", "n", "public"] } },
  });
  await dynamodb.send(new PutItemCommand({ TableName, Item: { ...key("a"), public: { S: "x" } } }));
  await expect(
    dynamodb.send(new PutItemCommand({ TableName, Item: { ...key("a"), secret: { S: "x" } } })),
  ).rejects.toMatchObject({ name: "AccessDeniedException" });
  await expect(
    dynamodb.send(
      new GetItemCommand({
        TableName,
        Key: key("a"),
        ProjectionExpression: "#s",
        ExpressionAttributeNames: { "#s": "secret" },
      }),
    ),
  ).rejects.toMatchObject({ name: "AccessDeniedException" });
});

test("another account reaches a table by its ARN, where the table's policy and its own allow it", async () => {
  const table = await thingsTable();
  const other = (await sharedYard()).account();
  const stranger = other.client(DynamoDBClient);
  const arn = `arn:aws:dynamodb:us-east-1:${table.account.account}:table/things`;
  await table.dynamodb.send(new PutItemCommand({ TableName, Item: key("a") }));
  const get = new GetItemCommand({ TableName: arn, Key: key("a") });
  await expect(stranger.send(get)).rejects.toMatchObject({ name: "AccessDeniedException" });
  await expect(table.dynamodb.send(new GetResourcePolicyCommand({ ResourceArn: arn }))).rejects.toMatchObject({
    name: "PolicyNotFoundException",
  });
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: { AWS: other.account }, Action: "dynamodb:GetItem", Resource: arn },
  });
  const { RevisionId } = await table.dynamodb.send(new PutResourcePolicyCommand({ ResourceArn: arn, Policy }));
  expect((await stranger.send(get)).Item).toEqual(key("a"));
  await expect(stranger.send(new PutItemCommand({ TableName: arn, Item: key("b") }))).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
  expect(await table.dynamodb.send(new GetResourcePolicyCommand({ ResourceArn: arn }))).toMatchObject({
    Policy,
    RevisionId,
  });
  await expect(
    table.dynamodb.send(new PutResourcePolicyCommand({ ResourceArn: arn, Policy, ExpectedRevisionId: "NO_POLICY" })),
  ).rejects.toMatchObject({ name: "PolicyNotFoundException" });
  await table.dynamodb.send(new DeleteResourcePolicyCommand({ ResourceArn: arn }));
  await expect(stranger.send(get)).rejects.toMatchObject({ name: "AccessDeniedException" });
});

// AWS: Developer Guide, "IAM security policies with PartiQL for DynamoDB", examples 1, 2 and 6.
test("statements have actions of their own, and full scans can be denied", async () => {
  const table = await thingsTable();
  const arn = `arn:aws:dynamodb:us-east-1:${table.account.account}:table/things`;
  const { dynamodb } = await userWith(table, [
    { Effect: "Allow", Action: ["dynamodb:PartiQLSelect", "dynamodb:PartiQLInsert"], Resource: arn },
    {
      Effect: "Deny",
      Action: "dynamodb:PartiQLSelect",
      Resource: arn,
      Condition: { Bool: { "dynamodb:FullTableScan": ["true"] } },
    },
  ]);
  const run = (Statement: string): Promise<unknown> => dynamodb.send(new ExecuteStatementCommand({ Statement }));
  await run(`INSERT INTO things VALUE {'id': 'a', 'n': 1}`);
  expect(await run(`SELECT * FROM things WHERE id = 'a' OR id = 'b' AND n = 1`)).toMatchObject({ Items: [key("a")] });
  await expect(run("SELECT * FROM things")).rejects.toThrow("explicit deny");
  await expect(run("SELECT * FROM things WHERE id > 'a'")).rejects.toThrow("explicit deny");
  await expect(run("DELETE FROM things WHERE id = 'a' AND n = 1")).rejects.toThrow("dynamodb:PartiQLDelete");
  await expect(run(`SELECT * FROM "things"."index" WHERE id = 'a'`)).rejects.toThrow("table/things/index/index");
});

test("leading keys hold for statements, too", async () => {
  const table = await thingsTable();
  const { dynamodb } = await userWith(table, {
    Effect: "Allow",
    Action: "dynamodb:PartiQL*",
    Resource: "*",
    Condition: {
      "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["mine"] },
      Null: { "dynamodb:LeadingKeys": "false" },
    },
  });
  const run = (Statement: string, ...Parameters: AttributeValue[]): Promise<unknown> =>
    dynamodb.send(new ExecuteStatementCommand({ Statement, ...(Parameters.length > 0 && { Parameters }) }));
  await run("INSERT INTO things VALUE ?", { M: key("mine") });
  await run("SELECT * FROM things WHERE id = 'mine' AND n = 1");
  await run("UPDATE things SET x = 1 WHERE id = ? AND n = 1", { S: "mine" });
  for (const statement of [
    "SELECT * FROM things",
    "SELECT * FROM things WHERE id IN ['mine', 'yours']",
    "INSERT INTO things VALUE {'id': 'yours', 'n': 1}",
    "DELETE FROM things WHERE id = 'yours' AND n = 1",
  ])
    await expect(run(statement)).rejects.toMatchObject({ name: "AccessDeniedException" });
  await expect(run("INSERT INTO things VALUE ?", { M: key("yours") })).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
});
