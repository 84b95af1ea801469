// One payment, as it was written.

import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";

interface Request {
  readonly pathParameters: { readonly paymentId: string };
}

const dynamodb = new DynamoDBClient();

export const handler = async ({ pathParameters: { paymentId } }: Request) => {
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: process.env["PAYMENT_TABLE"], Key: { paymentId: { S: paymentId } } }),
  );
  if (Item === undefined) return { statusCode: 404, body: JSON.stringify({ message: "There is no such payment." }) };
  const payment = {
    paymentId,
    userId: Item["userId"]?.S,
    courseId: Item["courseId"]?.S,
    priceCents: Number(Item["priceCents"]?.N),
  };
  return { statusCode: 200, body: JSON.stringify(payment) };
};
