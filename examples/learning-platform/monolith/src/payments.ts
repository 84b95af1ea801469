// A payment does everything at once: the card, the payment, the enrolment, the mail. Where one of them fails, the ones before have happened.

import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { SendEmailCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { answer, type ApiRequest, bodyOf, userOf } from "../../common/http.ts";
import { enrol } from "./learning.ts";

const dynamodb = new DynamoDBClient();
const ses = new SESv2Client();

export async function pay(request: ApiRequest<string>, paymentId = "") {
  const { userId, email } = userOf(request);
  const { courseId, cardNumber } = bodyOf<{ courseId: string; cardNumber: string }>(request);
  if (!courseId || !cardNumber) return answer(400, { message: "A payment has courseId and cardNumber." });
  const { Item: course } = await dynamodb.send(
    new GetItemCommand({ TableName: process.env["COURSE_TABLE"], Key: { courseId: { S: courseId } } }),
  );
  if (course === undefined) return answer(404, { message: `There is no course "${courseId}".` });
  const priceCents = Number(course["priceCents"]?.N);
  const isCharged = await charge(`${userId}/${paymentId}`, cardNumber, priceCents);
  if (!isCharged) return answer(402, { message: "The card was declined." });
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: process.env["PAYMENT_TABLE"],
        Item: {
          userId: { S: userId },
          paymentId: { S: paymentId },
          courseId: { S: courseId },
          priceCents: { N: String(priceCents) },
        },
        ConditionExpression: "attribute_not_exists(paymentId)",
      }),
    );
    await enrol(userId, courseId, paymentId);
    await tell(email, `Your payment ${paymentId} has arrived: the course ${courseId} is yours.`);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
  return answer(201, { paymentId, status: "paid", priceCents });
}

export async function getPayment(request: ApiRequest<string>, paymentId = "") {
  const Key = { userId: { S: userOf(request).userId }, paymentId: { S: paymentId } };
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: process.env["PAYMENT_TABLE"], Key }));
  if (Item === undefined) return answer(404, { message: "There is no such payment." });
  return answer(200, { paymentId, courseId: Item["courseId"]?.S, priceCents: Number(Item["priceCents"]?.N) });
}

async function charge(idempotencyKey: string, cardNumber: string, amountCents: number): Promise<boolean> {
  const url = process.env["CARD_PROVIDER_URL"];
  if (url === "stub") return !cardNumber.endsWith("0002");
  const response = await fetch(`${url}/charges`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": idempotencyKey },
    body: JSON.stringify({ cardNumber, amountCents }),
  });
  if (response.status >= 500) throw new Error(`The card provider answered ${response.status}.`);
  return response.ok;
}

async function tell(email: string, text: string): Promise<void> {
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: process.env["SENDER"],
      Destination: { ToAddresses: [email] },
      Content: { Simple: { Subject: { Data: "You are enrolled" }, Body: { Text: { Data: text } } } },
    }),
  );
}
