// Builds tables for tests.

import { CreateTableCommand, DynamoDBClient, type CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import { sharedYard, type TestAccount } from "../../../testing/harness.ts";

export interface TestTable {
  readonly account: TestAccount;
  readonly dynamodb: DynamoDBClient;
  readonly tableName: string;
}

/** A table "things" with partition key "id" (S) and sort key "n" (N) in a new account of the shared yard. */
export async function thingsTable(options: Partial<CreateTableCommandInput> = {}): Promise<TestTable> {
  const account = (await sharedYard()).account();
  const dynamodb = account.client(DynamoDBClient);
  await createThings(dynamodb, options);
  return { account, dynamodb, tableName: "things" };
}

/** The same with a client that is there already. */
export async function createThings(
  dynamodb: DynamoDBClient,
  options: Partial<CreateTableCommandInput> = {},
): Promise<void> {
  await dynamodb.send(
    new CreateTableCommand({
      TableName: "things",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "id", AttributeType: "S" },
        { AttributeName: "n", AttributeType: "N" },
      ],
      KeySchema: [
        { AttributeName: "id", KeyType: "HASH" },
        { AttributeName: "n", KeyType: "RANGE" },
      ],
      ...options,
    }),
  );
}
