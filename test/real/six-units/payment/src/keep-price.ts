// Keeps the price of each course that the course unit announces.

import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";

interface QueueEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

const dynamodb = new DynamoDBClient();

export const handler = async ({ Records }: QueueEvent) => {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of Records) {
    try {
      const { courseId, priceCents } = JSON.parse(body) as { courseId: string; priceCents: number };
      await dynamodb.send(
        new PutItemCommand({
          TableName: process.env["PRICE_TABLE"],
          Item: { courseId: { S: courseId }, priceCents: { N: String(priceCents) } },
        }),
      );
    } catch (error) {
      console.error("The price could not be kept", error);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
};
