// The materials of a course, for everybody: their names sell the course.

import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";

interface Request {
  readonly pathParameters: { readonly courseId: string };
}

const dynamodb = new DynamoDBClient();

export const handler = async ({ pathParameters: { courseId } }: Request) => {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: process.env["MATERIAL_TABLE"],
      KeyConditionExpression: "courseId = :course",
      ExpressionAttributeValues: { ":course": { S: courseId } },
    }),
  );
  const materials = Items.map((item) => ({ name: item["name"]?.S, bytes: Number(item["bytes"]?.N) }));
  return { statusCode: 200, body: JSON.stringify({ materials }) };
};
