// Gives everybody a profile who has confirmed the address they signed up with. The user pool waits for it.

import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";

interface Confirmation {
  readonly triggerSource: string;
  readonly request: { readonly userAttributes: Readonly<Record<string, string>> };
}

const dynamodb = new DynamoDBClient();

export const handler = async (event: Confirmation) => {
  // Somebody who confirms a new password is here already.
  if (event.triggerSource !== "PostConfirmation_ConfirmSignUp") return event;
  const { sub = "", name = "" } = event.request.userAttributes;
  await dynamodb.send(
    new PutItemCommand({ TableName: process.env["PROFILE_TABLE"], Item: { userId: { S: sub }, name: { S: name } } }),
  );
  return event;
};
