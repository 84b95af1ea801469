// Adds a course to the catalogue, or changes it.

import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";

interface Request {
  readonly pathParameters: { readonly courseId: string };
  readonly body?: string;
}

const dynamodb = new DynamoDBClient();

export const handler = async ({ pathParameters: { courseId }, body = "{}" }: Request) => {
  const { title, priceCents } = JSON.parse(body) as { title?: string; priceCents?: number };
  if (typeof title !== "string" || !Number.isInteger(priceCents)) {
    return { statusCode: 400, body: JSON.stringify({ message: "A course has a title and a price in cents." }) };
  }
  await dynamodb.send(
    new PutItemCommand({
      TableName: process.env["COURSE_TABLE"],
      Item: { courseId: { S: courseId }, title: { S: title }, priceCents: { N: String(priceCents) } },
    }),
  );
  return { statusCode: 200, body: JSON.stringify({ courseId, title, priceCents }) };
};
