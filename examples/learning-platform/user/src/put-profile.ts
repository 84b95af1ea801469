// Changes the user's profile.

import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { answer, type ApiRequest, bodyOf, userOf } from "../../common/http.ts";

const dynamodb = new DynamoDBClient();

export const handler = async (request: ApiRequest) => {
  const { userId, email } = userOf(request);
  const { name } = bodyOf<{ name: string }>(request);
  if (typeof name !== "string" || name.length > 100)
    return answer(400, { message: "A profile has a name of at most 100 characters." });
  await dynamodb.send(
    new PutItemCommand({ TableName: process.env["PROFILE_TABLE"], Item: { userId: { S: userId }, name: { S: name } } }),
  );
  return answer(200, { email, name });
};
