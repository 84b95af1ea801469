// How far the user has come in a course.

import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { answer, type ApiRequest, userOf } from "../../common/http.ts";

const dynamodb = new DynamoDBClient();

export const handler = async (request: ApiRequest<"courseId">) => {
  const { courseId } = request.pathParameters;
  const { Item } = await dynamodb.send(
    new GetItemCommand({
      TableName: process.env["PROGRESS_TABLE"],
      Key: { userId: { S: userOf(request).userId }, courseId: { S: courseId } },
    }),
  );
  if (Item === undefined) return answer(404, { message: "You are not enrolled in this course." });
  return answer(200, { courseId, finished: Item["finished"]?.SS ?? [] });
};
