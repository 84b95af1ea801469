// An enrolment begins a course: from here on progress can be made in it. One that comes again changes nothing.

import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { eachMessage } from "../../common/queue.ts";

const dynamodb = new DynamoDBClient();

export const handler = eachMessage<{ userId: string; courseId: string }>(async ({ userId, courseId }) => {
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: process.env["PROGRESS_TABLE"],
      Key: { userId: { S: userId }, courseId: { S: courseId } },
      UpdateExpression: "SET begunAt = if_not_exists(begunAt, :now)",
      ExpressionAttributeValues: { ":now": { S: new Date().toISOString() } },
    }),
  );
});
