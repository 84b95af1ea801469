// The event that a function gets for records of a table's stream. Pure.
// AWS: "Using AWS Lambda with Amazon DynamoDB": "Example DynamoDB Streams record event".

import type { AttributeValue, _Record as StreamRecord } from "@aws-sdk/client-dynamodb-streams";

/** One record of the event: plain JSON. */
export interface StreamEventRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventVersion: string;
  readonly eventSource: "aws:dynamodb";
  readonly awsRegion: string;
  readonly dynamodb: Readonly<Record<string, unknown>> & { readonly SequenceNumber: string };
  readonly eventSourceARN: string;
}

export function streamEventRecord(record: StreamRecord, streamArn: string, region: string): StreamEventRecord {
  const { ApproximateCreationDateTime: createdAt, Keys, NewImage, OldImage, ...rest } = record.dynamodb ?? {};
  const image = (name: string, values: Record<string, AttributeValue> | undefined): Record<string, unknown> =>
    values === undefined ? {} : { [name]: plainImage(values) };
  return {
    eventID: record.eventID ?? "",
    eventName: record.eventName ?? "",
    eventVersion: record.eventVersion ?? "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: record.awsRegion ?? region,
    dynamodb: {
      ...(createdAt === undefined ? {} : { ApproximateCreationDateTime: Math.floor(createdAt.getTime() / 1000) }),
      ...image("Keys", Keys),
      ...image("NewImage", NewImage),
      ...image("OldImage", OldImage),
      ...rest,
      SequenceNumber: rest.SequenceNumber ?? "",
    },
    ...(record.userIdentity === undefined
      ? {}
      : { userIdentity: { type: record.userIdentity.Type, principalId: record.userIdentity.PrincipalId } }),
    eventSourceARN: streamArn,
  };
}

function plainImage(image: Readonly<Record<string, AttributeValue>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, plainValue(value)]));
}

/** DynamoDB's JSON, in which bytes are base64. */
function plainValue(value: AttributeValue): unknown {
  if (value.B !== undefined) return { B: Buffer.from(value.B).toString("base64") };
  if (value.BS !== undefined) return { BS: value.BS.map((bytes) => Buffer.from(bytes).toString("base64")) };
  if (value.M !== undefined) return { M: plainImage(value.M) };
  if (value.L !== undefined) return { L: value.L.map(plainValue) };
  return value;
}
