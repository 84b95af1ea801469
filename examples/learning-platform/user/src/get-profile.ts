// The user's profile.

import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { answer, type ApiRequest, userOf } from "../../common/http.ts";

const dynamodb = new DynamoDBClient();

export const handler = async (request: ApiRequest) => {
  const { userId, email } = userOf(request);
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: process.env["PROFILE_TABLE"], Key: { userId: { S: userId } } }),
  );
  return answer(200, { email, name: Item?.["name"]?.S ?? "" });
};
