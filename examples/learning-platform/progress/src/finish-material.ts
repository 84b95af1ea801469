// Notes that the user is through with a material. Only courses that were begun have progress.

import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { answer, type ApiRequest, userOf } from "../../common/http.ts";

const dynamodb = new DynamoDBClient();

export const handler = async (request: ApiRequest<"courseId" | "name">) => {
  const { courseId, name } = request.pathParameters;
  try {
    const { Attributes } = await dynamodb.send(
      new UpdateItemCommand({
        TableName: process.env["PROGRESS_TABLE"],
        Key: { userId: { S: userOf(request).userId }, courseId: { S: courseId } },
        ConditionExpression: "attribute_exists(begunAt)",
        UpdateExpression: "ADD finished :name",
        ExpressionAttributeValues: { ":name": { SS: [name] } },
        ReturnValues: "ALL_NEW",
      }),
    );
    return answer(200, { courseId, finished: Attributes?.["finished"]?.SS ?? [] });
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return answer(409, { message: "You are not enrolled in this course." });
  }
};
