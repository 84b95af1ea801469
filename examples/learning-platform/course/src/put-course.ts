// Adds a course to the catalogue, or changes it. For teachers.

import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { answer, type ApiRequest, bodyOf, isTeacher } from "../../common/http.ts";

interface Course {
  readonly title: string;
  readonly summary: string;
  readonly priceCents: number;
}

const dynamodb = new DynamoDBClient();

export const handler = async (request: ApiRequest<"courseId">) => {
  if (!isTeacher(request)) return answer(403, { message: "Only teachers change the catalogue." });
  const { courseId } = request.pathParameters;
  const { title, summary = "", priceCents } = bodyOf<Course>(request);
  if (typeof title !== "string" || typeof summary !== "string" || !Number.isInteger(priceCents))
    return answer(400, { message: "A course has a title and a price in cents." });
  await dynamodb.send(
    new PutItemCommand({
      TableName: process.env["COURSE_TABLE"],
      Item: {
        courseId: { S: courseId },
        title: { S: title },
        summary: { S: summary },
        priceCents: { N: String(priceCents) },
      },
    }),
  );
  return answer(200, { courseId, title, summary, priceCents });
};
