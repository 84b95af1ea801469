// Pays for a course: charges the card and writes the payment. The client names the payment, so that asking twice pays once.

import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";

interface Request {
  readonly pathParameters: { readonly paymentId: string };
  readonly body?: string;
}

interface Order {
  readonly userId?: string;
  readonly email?: string;
  readonly courseId?: string;
  readonly cardNumber?: string;
}

const dynamodb = new DynamoDBClient();

export const handler = async ({ pathParameters: { paymentId }, body = "{}" }: Request) => {
  const { userId, email, courseId, cardNumber } = JSON.parse(body) as Order;
  if (!userId || !email || !courseId || !cardNumber)
    return answer(400, { message: "A payment has userId, email, courseId and cardNumber." });

  const priceCents = await priceOf(courseId);
  if (priceCents === undefined) return answer(404, { message: `There is no course "${courseId}".` });
  if (!(await charge(paymentId, cardNumber, priceCents))) return answer(402, { message: "The card was declined." });

  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: process.env["PAYMENT_TABLE"],
        Item: {
          paymentId: { S: paymentId },
          userId: { S: userId },
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

/** The payment's id is the provider's idempotency key: the same payment is charged once. */
async function charge(paymentId: string, cardNumber: string, amountCents: number): Promise<boolean> {
  const response = await fetch(`${process.env["CARD_PROVIDER_URL"]}/charges`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": paymentId },
    body: JSON.stringify({ cardNumber, amountCents }),
  });
  if (response.status >= 500) throw new Error(`The card provider answered ${response.status}.`);
  return response.ok;
}

function answer(statusCode: number, body: object) {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
