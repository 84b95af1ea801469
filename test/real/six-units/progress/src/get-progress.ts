// How far a user has come in a course.

import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";

interface Request {
  readonly pathParameters: { readonly userId: string; readonly courseId: string };
}

const dynamodb = new DynamoDBClient();

export const handler = async ({ pathParameters: { userId, courseId } }: Request) => {
  const { Item } = await dynamodb.send(
    new GetItemCommand({
      TableName: process.env["PROGRESS_TABLE"],
      Key: { userId: { S: userId }, courseId: { S: courseId } },
    }),
  );
  if (Item === undefined) {
    return { statusCode: 404, body: JSON.stringify({ message: "The user is not enrolled in this course." }) };
  }
  return { statusCode: 200, body: JSON.stringify({ courseId, finished: Item["finished"]?.SS ?? [] }) };
};
