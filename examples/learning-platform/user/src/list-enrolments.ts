// The enrolments of the user.

import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { answer, type ApiRequest, userOf } from "../../common/http.ts";

const dynamodb = new DynamoDBClient();

export const handler = async (request: ApiRequest) => {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: process.env["ENROLMENT_TABLE"],
      KeyConditionExpression: "userId = :user",
      ExpressionAttributeValues: { ":user": { S: userOf(request).userId } },
    }),
  );
  const enrolments = Items.map((item) => ({
    courseId: item["courseId"]?.S,
    status: item["status"]?.S,
    paymentId: item["paymentId"]?.S,
  }));
  return answer(200, { enrolments });
};
