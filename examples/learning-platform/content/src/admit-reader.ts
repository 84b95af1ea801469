// Lets those read who are enrolled.

import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { eachMessage } from "../../common/queue.ts";

const dynamodb = new DynamoDBClient();

export const handler = eachMessage<{ userId: string; courseId: string }>(async ({ userId, courseId }) => {
  await dynamodb.send(
    new PutItemCommand({
      TableName: process.env["READER_TABLE"],
      Item: { userId: { S: userId }, courseId: { S: courseId } },
    }),
  );
});
