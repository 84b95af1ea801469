// Lets those read who are enrolled.

import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";

interface QueueEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

const dynamodb = new DynamoDBClient();

export const handler = async ({ Records }: QueueEvent) => {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of Records) {
    try {
      const { userId, courseId } = JSON.parse(body) as { userId: string; courseId: string };
      await dynamodb.send(
        new PutItemCommand({
          TableName: process.env["READER_TABLE"],
          Item: { userId: { S: userId }, courseId: { S: courseId } },
        }),
      );
    } catch (error) {
      console.error("The reader could not be admitted", error);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
};
