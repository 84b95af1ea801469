// The materials of a course, for everybody: their names sell the course.

import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { answer, type ApiRequest } from "../../common/http.ts";

const dynamodb = new DynamoDBClient();

export const handler = async ({ pathParameters: { courseId } }: ApiRequest<"courseId">) => {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: process.env["MATERIAL_TABLE"],
      KeyConditionExpression: "courseId = :course",
      ExpressionAttributeValues: { ":course": { S: courseId } },
    }),
  );
  return answer(200, {
    materials: Items.map((item) => ({ name: item["name"]?.S, bytes: Number(item["bytes"]?.N) })),
  });
};
