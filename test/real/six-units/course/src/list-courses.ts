// The catalogue.

import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";

const dynamodb = new DynamoDBClient();

export const handler = async () => {
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: process.env["COURSE_TABLE"] }));
  const courses = Items.map((item) => ({
    courseId: item["courseId"]?.S,
    title: item["title"]?.S,
    priceCents: Number(item["priceCents"]?.N),
  }));
  return { statusCode: 200, body: JSON.stringify({ courses }) };
};
