// How each documented error of Amazon Data Firehose is provoked.

import type { DeliveryStreamRecord } from "../../../src/services/firehose/records.ts";
import { loadStream, saveStream } from "../../../src/services/firehose/repo.ts";
import { groundsFor } from "./grounds.ts";
import { instead, sweepOf, unprovokable, type ErrorTable, type Grounds } from "./table.ts";

interface Made {
  readonly settings: { readonly RoleARN: string; readonly BucketARN: string };
  readonly streamName: string;
  /** The name of a stream that was changed past the API, and stays as it is. */
  streamWith(changes: Partial<DeliveryStreamRecord>): Promise<string>;
  /** The name of a stream that is encrypted with a key which has been disabled since. */
  streamWithDisabledKey(): Promise<string>;
}

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "firehose.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

async function prepare({ aws, account, name, yard }: Grounds): Promise<Made> {
  const { Role } = await aws.iam.createRole({ RoleName: "hose", AssumeRolePolicyDocument: TRUST });
  const settings = { RoleARN: Role?.Arn ?? "", BucketARN: "arn:aws:s3:::nowhere" };
  const stream = async (): Promise<string> => {
    const DeliveryStreamName = name();
    await aws.firehose.createDeliveryStream({ DeliveryStreamName, ExtendedS3DestinationConfiguration: settings });
    await yard.yard.context.jobs.settled();
    return DeliveryStreamName;
  };
  return {
    settings,
    streamName: await stream(),
    async streamWith(changes) {
      const streamName = await stream();
      yard.yard.context.store.write((tx) => {
        const record = loadStream(tx, account, streamName);
        if (record === undefined) throw new Error("The stream is not there.");
        saveStream(tx, account, { ...record, ...changes });
      });
      return streamName;
    },
    async streamWithDisabledKey() {
      const DeliveryStreamName = await stream();
      const { KeyMetadata } = await aws.kms.createKey({});
      const KeyARN = KeyMetadata?.Arn;
      await aws.firehose.startDeliveryStreamEncryption({
        DeliveryStreamName,
        DeliveryStreamEncryptionConfigurationInput: { KeyType: "CUSTOMER_MANAGED_CMK", KeyARN },
      });
      await yard.yard.context.jobs.settled();
      await aws.kms.disableKey({ KeyId: KeyARN });
      return DeliveryStreamName;
    },
  };
}

const KINESIS_SOURCE: Partial<DeliveryStreamRecord> = {
  source: {
    kind: "kinesis",
    streamArn: "arn:aws:kinesis:us-east-1:123456789012:stream/gone",
    roleArn: "arn:aws:iam::123456789012:role/gone",
    startingAtMs: 0,
  },
};
const CHANGED_OFTEN: Partial<DeliveryStreamRecord> = {
  encryption: { status: "DISABLED", changedAtMs: Array.from({ length: 25 }, () => Number.MAX_SAFE_INTEGER) },
};
const RATES = unprovokable("AWS's rates of requests protect what accounts share; a yard has none.");
const BY_MODEL = (change: object) =>
  instead<Made>(
    {
      code: "ValidationException",
      status: 400,
      reason: "What the model's constraints exclude is answered with ValidationException (observed in September 2026).",
    },
    (_, ask) => ask(change),
  );

const ofPut = (input: (data: Uint8Array) => object) =>
  ({
    InvalidArgumentException: async ({ streamWith }, ask) =>
      ask({ DeliveryStreamName: await streamWith(KINESIS_SOURCE) }),
    InvalidKMSResourceException: async ({ streamWithDisabledKey }, ask) =>
      ask({ DeliveryStreamName: await streamWithDisabledKey() }),
    InvalidSourceException: unprovokable("It is of sources in MSK, which the yard does not have."),
    ServiceUnavailableException: async ({ streamWith }, ask) => {
      const DeliveryStreamName = await streamWith({});
      // More than the 5 MiB of a second, on a clock that stands still.
      for (let sent = 0; sent < 6; sent += 1) await ask({ DeliveryStreamName, ...input(Buffer.alloc(1_000_000)) });
      return ask({ DeliveryStreamName });
    },
  }) satisfies ErrorTable<Made>["everywhere"];

const ofTags = (change: object) =>
  ({
    InvalidArgumentException: BY_MODEL(change),
    ResourceInUseException: async ({ streamWith }, ask) =>
      ask({ DeliveryStreamName: await streamWith({ status: "DELETING" }) }),
  }) satisfies ErrorTable<Made>["everywhere"];

const ofEncryption: ErrorTable<Made>["everywhere"] = {
  InvalidArgumentException: async ({ streamWith }, ask) =>
    ask({ DeliveryStreamName: await streamWith(KINESIS_SOURCE) }),
  LimitExceededException: async ({ streamWith }, ask) => ask({ DeliveryStreamName: await streamWith(CHANGED_OFTEN) }),
  ResourceInUseException: async ({ streamWith }, ask) =>
    ask({ DeliveryStreamName: await streamWith({ encryption: { status: "ENABLING", changedAtMs: [] } }) }),
};

/** The errors sweep of Amazon Data Firehose. */
export const firehose = sweepOf<Made>({
  service: "firehose",
  prepare,
  inputs: {
    CreateDeliveryStream: ({ settings, name }) => ({
      DeliveryStreamName: name(),
      ExtendedS3DestinationConfiguration: settings,
    }),
    DeleteDeliveryStream: ({ streamName }) => ({ DeliveryStreamName: streamName }),
    DescribeDeliveryStream: ({ streamName }) => ({ DeliveryStreamName: streamName }),
    ListDeliveryStreams: () => ({}),
    ListTagsForDeliveryStream: ({ streamName }) => ({ DeliveryStreamName: streamName }),
    PutRecord: ({ streamName }) => ({ DeliveryStreamName: streamName, Record: { Data: Buffer.from("x") } }),
    PutRecordBatch: ({ streamName }) => ({ DeliveryStreamName: streamName, Records: [{ Data: Buffer.from("x") }] }),
    StartDeliveryStreamEncryption: ({ streamName }) => ({ DeliveryStreamName: streamName }),
    StopDeliveryStreamEncryption: ({ streamName }) => ({ DeliveryStreamName: streamName }),
    TagDeliveryStream: ({ streamName }) => ({ DeliveryStreamName: streamName, Tags: [{ Key: "k", Value: "v" }] }),
    UntagDeliveryStream: ({ streamName }) => ({ DeliveryStreamName: streamName, TagKeys: ["k"] }),
    UpdateDestination: ({ streamName }) => ({
      DeliveryStreamName: streamName,
      CurrentDeliveryStreamVersionId: "1",
      DestinationId: "destinationId-000000000001",
      ExtendedS3DestinationUpdate: {},
    }),
  },
  everywhere: {
    LimitExceededException: RATES,
    ResourceNotFoundException: (_, ask) => ask({ DeliveryStreamName: "nobody" }),
  },
  operations: {
    CreateDeliveryStream: {
      InvalidArgumentException: (_, ask) => ask({ ExtendedS3DestinationConfiguration: undefined }),
      InvalidKMSResourceException: ({ account }, ask) =>
        ask({
          DeliveryStreamEncryptionConfigurationInput: {
            KeyType: "CUSTOMER_MANAGED_CMK",
            KeyARN: `arn:aws:kms:${account.region}:${account.account}:key/gone`,
          },
        }),
      LimitExceededException: async ({ yard, name }, ask) => {
        const full = await groundsFor(yard, "firehose");
        const { settings, streamName } = await prepare(full);
        // AWS: CreateDeliveryStream: "up to 5,000 Firehose streams". The rest is written down.
        yard.yard.context.store.write((tx) => {
          const first = loadStream(tx, full.account, streamName);
          if (first === undefined) throw new Error("The stream is not there.");
          for (let made = 1; made < 5_000; made += 1) saveStream(tx, full.account, { ...first, name: name() });
        });
        const change = { ExtendedS3DestinationConfiguration: settings };
        return ask(change, await full.user("firehose:*", "iam:PassRole"));
      },
      ResourceInUseException: ({ streamName }, ask) => ask({ DeliveryStreamName: streamName }),
    },
    DeleteDeliveryStream: {
      ResourceInUseException: async ({ streamWith }, ask) =>
        ask({ DeliveryStreamName: await streamWith({ status: "CREATING" }) }),
    },
    ListTagsForDeliveryStream: { InvalidArgumentException: BY_MODEL({ Limit: 51 }) },
    PutRecord: ofPut((Data) => ({ Record: { Data } })),
    PutRecordBatch: ofPut((Data) => ({ Records: [{ Data }] })),
    StartDeliveryStreamEncryption: {
      ...ofEncryption,
      InvalidKMSResourceException: ({ account }, ask) =>
        ask({
          DeliveryStreamEncryptionConfigurationInput: {
            KeyType: "CUSTOMER_MANAGED_CMK",
            KeyARN: `arn:aws:kms:${account.region}:${account.account}:key/gone`,
          },
        }),
    },
    StopDeliveryStreamEncryption: ofEncryption,
    TagDeliveryStream: {
      ...ofTags({ Tags: [{ Key: "aws:mine" }] }),
      LimitExceededException: async ({ streamWith }, ask) => {
        const tags = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`t${at}`, ""]));
        return ask({ DeliveryStreamName: await streamWith({ tags }) });
      },
    },
    UntagDeliveryStream: ofTags({ TagKeys: [""] }),
    UpdateDestination: {
      ConcurrentModificationException: (_, ask) => ask({ CurrentDeliveryStreamVersionId: "2" }),
      InvalidArgumentException: (_, ask) => ask({ DestinationId: "another" }),
      ResourceInUseException: async ({ streamWith }, ask) =>
        ask({ DeliveryStreamName: await streamWith({ status: "DELETING" }) }),
    },
  },
});
