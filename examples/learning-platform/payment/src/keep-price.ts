// Keeps the price of each course that the course unit announces.

import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { eachMessage } from "../../common/queue.ts";

const dynamodb = new DynamoDBClient();

export const handler = eachMessage<{ courseId: string; priceCents: number }>(async ({ courseId, priceCents }) => {
  await dynamodb.send(
    new PutItemCommand({
      TableName: process.env["PRICE_TABLE"],
      Item: { courseId: { S: courseId }, priceCents: { N: String(priceCents) } },
    }),
  );
});
