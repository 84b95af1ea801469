// One payment of the user, as it was written.

import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { answer, type ApiRequest, userOf } from "../../common/http.ts";

const dynamodb = new DynamoDBClient();

export const handler = async (request: ApiRequest<"paymentId">) => {
  const { paymentId } = request.pathParameters;
  const { Item } = await dynamodb.send(
    new GetItemCommand({
      TableName: process.env["PAYMENT_TABLE"],
      Key: { userId: { S: userOf(request).userId }, paymentId: { S: paymentId } },
    }),
  );
  if (Item === undefined) return answer(404, { message: "There is no such payment." });
  return answer(200, { paymentId, courseId: Item["courseId"]?.S, priceCents: Number(Item["priceCents"]?.N) });
};
