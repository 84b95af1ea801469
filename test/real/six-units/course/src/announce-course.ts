// Tells the course topic about every new state of a course.

import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";

interface StreamEvent {
  readonly Records: readonly {
    readonly dynamodb: {
      readonly SequenceNumber: string;
      readonly NewImage?: Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;
    };
  }[];
}

const sns = new SNSClient();

export const handler = async ({ Records }: StreamEvent) => {
  for (const { dynamodb } of Records) {
    const image = dynamodb.NewImage;
    if (image === undefined) continue;
    const course = {
      courseId: image["courseId"]?.S,
      title: image["title"]?.S,
      priceCents: Number(image["priceCents"]?.N),
    };
    try {
      await sns.send(
        new PublishCommand({
          TopicArn: process.env["COURSE_TOPIC"],
          Message: JSON.stringify(course),
          MessageAttributes: { type: { DataType: "String", StringValue: "CourseChanged" } },
        }),
      );
    } catch (error) {
      console.error("The course could not be announced", error);
      // A stream is read in order: what follows this record comes again, too.
      return { batchItemFailures: [{ itemIdentifier: dynamodb.SequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
};
