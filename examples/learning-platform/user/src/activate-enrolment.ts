// Activates the enrolment that was paid for, and tells the user by mail. A message may come more than once: the enrolment
// is written the same again, and the mail is sent only while the enrolment does not say that it was.

import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { eachMessage } from "../../common/queue.ts";

interface PaymentCompleted {
  readonly paymentId: string;
  readonly userId: string;
  readonly email: string;
  readonly courseId: string;
}

const dynamodb = new DynamoDBClient();
const ses = new SESv2Client();

export const handler = eachMessage(activate);

async function activate(payment: PaymentCompleted): Promise<void> {
  const enrolment = {
    TableName: process.env["ENROLMENT_TABLE"],
    Key: { userId: { S: payment.userId }, courseId: { S: payment.courseId } },
  };
  const { Attributes } = await dynamodb.send(
    new UpdateItemCommand({
      ...enrolment,
      UpdateExpression: "SET #status = :active, paymentId = if_not_exists(paymentId, :payment)",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":active": { S: "ACTIVE" }, ":payment": { S: payment.paymentId } },
      ReturnValues: "ALL_NEW",
    }),
  );
  if (Attributes?.["mailedAt"] !== undefined) return;
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: process.env["SENDER"],
      Destination: { ToAddresses: [payment.email] },
      Content: {
        Simple: {
          Subject: { Data: "You are enrolled" },
          Body: {
            Text: { Data: `Your payment ${payment.paymentId} has arrived: the course ${payment.courseId} is yours.` },
          },
        },
      },
    }),
  );
  await dynamodb.send(
    new UpdateItemCommand({
      ...enrolment,
      UpdateExpression: "SET mailedAt = :now",
      ExpressionAttributeValues: { ":now": { S: new Date().toISOString() } },
    }),
  );
}
