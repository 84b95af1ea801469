// Pays for a course: charges the card and writes the payment. The client names the payment, so that asking twice pays once.

import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { answer, type ApiRequest, bodyOf, userOf } from "../../common/http.ts";

interface Order {
  readonly courseId: string;
  readonly cardNumber: string;
}

const dynamodb = new DynamoDBClient();

export const handler = async (request: ApiRequest<"paymentId">) => {
  const { paymentId } = request.pathParameters;
  const { userId, email } = userOf(request);
  const { courseId, cardNumber } = bodyOf<Order>(request);
  if (!courseId || !cardNumber) return answer(400, { message: "A payment has courseId and cardNumber." });

  const priceCents = await priceOf(courseId);
  if (priceCents === undefined) return answer(404, { message: `There is no course "${courseId}".` });
  const isCharged = await charge(`${userId}/${paymentId}`, cardNumber, priceCents);
  if (!isCharged) return answer(402, { message: "The card was declined." });

  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: process.env["PAYMENT_TABLE"],
        Item: {
          userId: { S: userId },
          paymentId: { S: paymentId },
          email: { S: email },
          courseId: { S: courseId },
          priceCents: { N: String(priceCents) },
        },
        ConditionExpression: "attribute_not_exists(paymentId)",
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
  return answer(201, { paymentId, status: "paid", priceCents });
};

async function priceOf(courseId: string): Promise<number | undefined> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: process.env["PRICE_TABLE"], Key: { courseId: { S: courseId } } }),
  );
  return Item === undefined ? undefined : Number(Item["priceCents"]?.N);
}

/** The provider charges once for each idempotency key. */
async function charge(idempotencyKey: string, cardNumber: string, amountCents: number): Promise<boolean> {
  const response = await fetch(`${process.env["CARD_PROVIDER_URL"]}/charges`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": idempotencyKey },
    body: JSON.stringify({ cardNumber, amountCents }),
  });
  if (response.status >= 500) throw new Error(`The card provider answered ${response.status}.`);
  return response.ok;
}
