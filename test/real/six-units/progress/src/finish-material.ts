// Notes that a user is through with a material. Only courses that were begun have progress.

import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";

interface Request {
  readonly pathParameters: { readonly userId: string; readonly courseId: string; readonly name: string };
}

const dynamodb = new DynamoDBClient();

export const handler = async ({ pathParameters: { userId, courseId, name } }: Request) => {
  try {
    const { Attributes } = await dynamodb.send(
      new UpdateItemCommand({
        TableName: process.env["PROGRESS_TABLE"],
        Key: { userId: { S: userId }, courseId: { S: courseId } },
        ConditionExpression: "attribute_exists(begunAt)",
        UpdateExpression: "ADD finished :name",
        ExpressionAttributeValues: { ":name": { SS: [name] } },
        ReturnValues: "ALL_NEW",
      }),
    );
    return { statusCode: 200, body: JSON.stringify({ courseId, finished: Attributes?.["finished"]?.SS ?? [] }) };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { statusCode: 409, body: JSON.stringify({ message: "The user is not enrolled in this course." }) };
  }
};
