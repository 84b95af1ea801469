// Publishes each new payment of the table's stream to the payment topic.

import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";

interface StreamEvent {
  readonly Records: readonly {
    readonly eventName: "INSERT" | "MODIFY" | "REMOVE";
    readonly dynamodb: {
      readonly SequenceNumber: string;
      readonly NewImage?: Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;
    };
  }[];
}

const sns = new SNSClient();

export const handler = async ({ Records }: StreamEvent) => {
  for (const { eventName, dynamodb } of Records) {
    const image = dynamodb.NewImage;
    if (eventName !== "INSERT" || image === undefined) continue;
    const completed = {
      paymentId: image["paymentId"]?.S,
      userId: image["userId"]?.S,
      email: image["email"]?.S,
      courseId: image["courseId"]?.S,
    };
    try {
      await sns.send(
        new PublishCommand({
          TopicArn: process.env["PAYMENT_TOPIC"],
          Message: JSON.stringify(completed),
          MessageAttributes: { type: { DataType: "String", StringValue: "PaymentCompleted" } },
        }),
      );
    } catch (error) {
      console.error("The payment could not be published", error);
      return { batchItemFailures: [{ itemIdentifier: dynamodb.SequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
};
