// The enrolments of one user.

import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";

interface Request {
  readonly pathParameters: { readonly userId: string };
}

const dynamodb = new DynamoDBClient();

export const handler = async ({ pathParameters: { userId } }: Request) => {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: process.env["ENROLMENT_TABLE"],
      KeyConditionExpression: "userId = :user",
      ExpressionAttributeValues: { ":user": { S: userId } },
    }),
  );
  const enrolments = Items.map((item) => ({
    courseId: item["courseId"]?.S,
    status: item["status"]?.S,
    paymentId: item["paymentId"]?.S,
  }));
  return { statusCode: 200, body: JSON.stringify({ enrolments }) };
};
