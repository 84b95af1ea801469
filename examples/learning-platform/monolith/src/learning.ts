// Who is enrolled, and how far they have come.

import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { answer, type ApiRequest, userOf } from "../../common/http.ts";

const dynamodb = new DynamoDBClient();

const keyOf = (userId: string, courseId: string) => ({ userId: { S: userId }, courseId: { S: courseId } });
const notEnrolled = { message: "You are not enrolled in this course." };

export async function enrol(userId: string, courseId: string, paymentId: string): Promise<void> {
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: process.env["ENROLMENT_TABLE"],
      Key: keyOf(userId, courseId),
      UpdateExpression: "SET paymentId = if_not_exists(paymentId, :payment)",
      ExpressionAttributeValues: { ":payment": { S: paymentId } },
    }),
  );
}

export async function isEnrolled(request: ApiRequest<string>, courseId: string): Promise<boolean> {
  return (await enrolmentOf(request, courseId)) !== undefined;
}

export async function listEnrolments(request: ApiRequest<string>) {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: process.env["ENROLMENT_TABLE"],
      KeyConditionExpression: "userId = :user",
      ExpressionAttributeValues: { ":user": { S: userOf(request).userId } },
    }),
  );
  const enrolments = Items.map((item) => ({
    courseId: item["courseId"]?.S,
    status: "ACTIVE",
    paymentId: item["paymentId"]?.S,
  }));
  return answer(200, { enrolments });
}

export async function getProgress(request: ApiRequest<string>, courseId = "") {
  const enrolment = await enrolmentOf(request, courseId);
  if (enrolment === undefined) return answer(404, notEnrolled);
  return answer(200, { courseId, finished: enrolment["finished"]?.SS ?? [] });
}

export async function finishMaterial(request: ApiRequest<string>, courseId = "", name = "") {
  try {
    const { Attributes } = await dynamodb.send(
      new UpdateItemCommand({
        TableName: process.env["ENROLMENT_TABLE"],
        Key: keyOf(userOf(request).userId, courseId),
        ConditionExpression: "attribute_exists(paymentId)",
        UpdateExpression: "ADD finished :name",
        ExpressionAttributeValues: { ":name": { SS: [name] } },
        ReturnValues: "ALL_NEW",
      }),
    );
    return answer(200, { courseId, finished: Attributes?.["finished"]?.SS ?? [] });
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return answer(409, notEnrolled);
  }
}

async function enrolmentOf(request: ApiRequest<string>, courseId: string) {
  const Key = keyOf(userOf(request).userId, courseId);
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: process.env["ENROLMENT_TABLE"], Key }));
  return Item;
}
