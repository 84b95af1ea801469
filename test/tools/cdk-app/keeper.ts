// Keeps what the API was asked for.

import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";

const client = new DynamoDBClient({});

export const handler = async (event: { readonly path: string }): Promise<object> => {
  await client.send(new PutItemCommand({ TableName: process.env["TABLE"], Item: { id: { S: event.path } } }));
  return { statusCode: 200, body: `kept${process.env["CHANGE"] ?? ""}` };
};
