// Tells the enrolment topic about every enrolment that has become active.

import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";

type Image = Readonly<Record<string, { readonly S?: string }>>;

interface StreamEvent {
  readonly Records: readonly {
    readonly dynamodb: { readonly SequenceNumber: string; readonly NewImage?: Image; readonly OldImage?: Image };
  }[];
}

const sns = new SNSClient();

export const handler = async ({ Records }: StreamEvent) => {
  for (const { dynamodb } of Records) {
    const { NewImage: now, OldImage: before } = dynamodb;
    // What else changes in an enrolment, such as the note that its mail was sent, concerns nobody.
    if (now?.["status"]?.S !== "ACTIVE" || before?.["status"]?.S === "ACTIVE") continue;
    const enrolment = { userId: now["userId"]?.S, courseId: now["courseId"]?.S };
    try {
      await sns.send(
        new PublishCommand({
          TopicArn: process.env["ENROLMENT_TOPIC"],
          Message: JSON.stringify(enrolment),
          MessageAttributes: { type: { DataType: "String", StringValue: "EnrolmentActivated" } },
        }),
      );
    } catch (error) {
      console.error("The enrolment could not be published", error);
      return { batchItemFailures: [{ itemIdentifier: dynamodb.SequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
};
