// Profiles, and the user pool's trigger that makes them.

import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { answer, type ApiRequest, bodyOf, userOf } from "../../common/http.ts";

/** What the user pool calls the function with, and wants back. */
export interface Confirmation {
  readonly triggerSource: string;
  readonly request: { readonly userAttributes: Readonly<Record<string, string>> };
}

const dynamodb = new DynamoDBClient();

export async function createProfile(event: Confirmation): Promise<Confirmation> {
  const { sub = "", name = "" } = event.request.userAttributes;
  if (event.triggerSource === "PostConfirmation_ConfirmSignUp") await put(sub, name);
  return event;
}

export async function getProfile(request: ApiRequest<string>) {
  const { userId, email } = userOf(request);
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: process.env["PROFILE_TABLE"], Key: { userId: { S: userId } } }),
  );
  return answer(200, { email, name: Item?.["name"]?.S ?? "" });
}

export async function putProfile(request: ApiRequest<string>) {
  const { userId, email } = userOf(request);
  const { name } = bodyOf<{ name: string }>(request);
  if (typeof name !== "string" || name.length > 100)
    return answer(400, { message: "A profile has a name of at most 100 characters." });
  await put(userId, name);
  return answer(200, { email, name });
}

async function put(userId: string, name: string): Promise<void> {
  const Item = { userId: { S: userId }, name: { S: name } };
  await dynamodb.send(new PutItemCommand({ TableName: process.env["PROFILE_TABLE"], Item }));
}
