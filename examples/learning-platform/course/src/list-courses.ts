// The catalogue, for everybody.

import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { answer } from "../../common/http.ts";

const dynamodb = new DynamoDBClient();

export const handler = async () => {
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: process.env["COURSE_TABLE"] }));
  const courses = Items.map((item) => ({
    courseId: item["courseId"]?.S,
    title: item["title"]?.S,
    summary: item["summary"]?.S,
    priceCents: Number(item["priceCents"]?.N),
  }));
  return answer(200, { courses });
};
