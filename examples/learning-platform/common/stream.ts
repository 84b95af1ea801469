// How what changes in a table becomes events: its stream is published to a topic, in order, by a function that is called again
// until it succeeds. So an event cannot get lost between the writing of a row and its publication.

import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";

/** A row as a stream shows it. */
export type Image = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;

interface StreamEvent {
  readonly Records: readonly {
    readonly dynamodb: { readonly SequenceNumber: string; readonly NewImage?: Image; readonly OldImage?: Image };
  }[];
}

const sns = new SNSClient();

/** A handler that publishes what `eventOf` makes of each change; undefined concerns nobody. */
export function publishing(type: string, eventOf: (now: Image, before: Image | undefined) => object | undefined) {
  return async ({ Records }: StreamEvent) => {
    for (const { dynamodb } of Records) {
      const { NewImage: now, OldImage: before } = dynamodb;
      const event = now === undefined ? undefined : eventOf(now, before);
      if (event === undefined) continue;
      try {
        await sns.send(
          new PublishCommand({
            TopicArn: process.env["TOPIC"],
            Message: JSON.stringify(event),
            MessageAttributes: { type: { DataType: "String", StringValue: type } },
          }),
        );
      } catch (error) {
        console.error(`${type} could not be published`, error);
        // A stream is read in order: what follows this record comes again, too.
        return { batchItemFailures: [{ itemIdentifier: dynamodb.SequenceNumber }] };
      }
    }
    return { batchItemFailures: [] };
  };
}
