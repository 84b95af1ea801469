// Goal: a table's encryption names a key of KMS that is there and can be used. Method: real keys, through the KMS client.

import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  UpdateTableCommand,
  type SSESpecification,
} from "@aws-sdk/client-dynamodb";
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  KMSClient,
} from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { thingsTable } from "./tables.ts";

const TableName = "things";

test("a table has the key that AWS manages, or one that its owner names in any way", async () => {
  const { account, dynamodb } = await thingsTable({ SSESpecification: { Enabled: true, SSEType: "KMS" } });
  const kms = account.client(KMSClient);
  const shown = async (client: DynamoDBClient): Promise<unknown> =>
    (await client.send(new DescribeTableCommand({ TableName }))).Table?.SSEDescription;
  const managed = await kms.send(new DescribeKeyCommand({ KeyId: "alias/aws/dynamodb" }));
  const described = { Status: "ENABLED", SSEType: "KMS" };
  expect(await shown(dynamodb)).toEqual({ ...described, KMSMasterKeyArn: managed.KeyMetadata?.Arn });
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const { KeyId, Arn } = KeyMetadata ?? {};
  await kms.send(new CreateAliasCommand({ AliasName: "alias/tables", TargetKeyId: KeyId }));
  const set = (SSESpecificationGiven: SSESpecification) =>
    dynamodb.send(new UpdateTableCommand({ TableName, SSESpecification: SSESpecificationGiven }));
  for (const KMSMasterKeyId of [KeyId, Arn, "alias/tables"]) {
    await set({ Enabled: true, KMSMasterKeyId });
    expect(await shown(dynamodb)).toEqual({ ...described, KMSMasterKeyArn: Arn });
  }
  await set({ Enabled: false });
  expect(await shown(dynamodb)).toBeUndefined();

  const refused = { name: "ValidationException" };
  await expect(set({ Enabled: true, KMSMasterKeyId: "alias/nobody" })).rejects.toMatchObject(refused);
  await expect(set({ Enabled: false, KMSMasterKeyId: KeyId })).rejects.toMatchObject(refused);
  await kms.send(new DisableKeyCommand({ KeyId }));
  await expect(set({ Enabled: true, KMSMasterKeyId: KeyId })).rejects.toMatchObject(refused);
  await expect(
    dynamodb.send(
      new CreateTableCommand({
        TableName: "other",
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        SSESpecification: { Enabled: true, KMSMasterKeyId: KeyId },
      }),
    ),
  ).rejects.toMatchObject(refused);
});
