// An enrolment begins a course: from here on progress can be made in it. One that comes again changes nothing.

import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";

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
        new UpdateItemCommand({
          TableName: process.env["PROGRESS_TABLE"],
          Key: { userId: { S: userId }, courseId: { S: courseId } },
          UpdateExpression: "SET begunAt = if_not_exists(begunAt, :now)",
          ExpressionAttributeValues: { ":now": { S: new Date().toISOString() } },
        }),
      );
    } catch (error) {
      console.error("The course could not be begun", error);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
};
