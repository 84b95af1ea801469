// Delivery streams themselves: made, described, listed, tagged, changed, deleted, and what is refused.

import {
  CreateDeliveryStreamCommand,
  type CreateDeliveryStreamCommandInput,
  DeleteDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  type ExtendedS3DestinationConfiguration,
  FirehoseClient,
  ListDeliveryStreamsCommand,
  ListTagsForDeliveryStreamCommand,
  PutRecordCommand,
  TagDeliveryStreamCommand,
  UntagDeliveryStreamCommand,
  UpdateDestinationCommand,
} from "@aws-sdk/client-firehose";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { describe, expect, test } from "vitest";
import { newPlace, newRole, newStream, type Place } from "./places.ts";

const describeStream = async ({ firehose }: Place, DeliveryStreamName = "clicks") =>
  (await firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName }))).DeliveryStreamDescription;

test("describes a stream with AWS's defaults, in both forms", async () => {
  const place = await newPlace();
  await newStream(place);
  const destination = {
    RoleARN: place.roleArn,
    BucketARN: `arn:aws:s3:::${place.bucket}`,
    Prefix: "",
    BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 },
    CompressionFormat: "UNCOMPRESSED",
    EncryptionConfiguration: { NoEncryptionConfig: "NoEncryption" },
    CloudWatchLoggingOptions: { Enabled: false },
  };
  // AWS: recorded (steampipe-plugin-aws, pull request 769).
  expect(await describeStream(place)).toEqual({
    DeliveryStreamName: "clicks",
    DeliveryStreamARN: `arn:aws:firehose:us-east-1:${place.account.account}:deliverystream/clicks`,
    DeliveryStreamStatus: "ACTIVE",
    DeliveryStreamEncryptionConfiguration: { Status: "DISABLED" },
    DeliveryStreamType: "DirectPut",
    VersionId: "1",
    CreateTimestamp: expect.any(Date) as Date,
    Destinations: [
      {
        DestinationId: "destinationId-000000000001",
        S3DestinationDescription: destination,
        ExtendedS3DestinationDescription: { ...destination, S3BackupMode: "Disabled" },
      },
    ],
    HasMoreDestinations: false,
  });
});

test("lists streams by name, page by page and by type", async () => {
  const place = await newPlace();
  for (const DeliveryStreamName of ["b", "a", "c"]) await newStream(place, {}, { DeliveryStreamName });
  const list = (more: object) => place.firehose.send(new ListDeliveryStreamsCommand(more));
  expect(await list({ Limit: 2 })).toMatchObject({ DeliveryStreamNames: ["a", "b"], HasMoreDeliveryStreams: true });
  expect(await list({ ExclusiveStartDeliveryStreamName: "b" })).toMatchObject({
    DeliveryStreamNames: ["c"],
    HasMoreDeliveryStreams: false,
  });
  expect(await list({ DeliveryStreamType: "KinesisStreamAsSource" })).toMatchObject({ DeliveryStreamNames: [] });
});

test("tags a stream", async () => {
  const place = await newPlace();
  const DeliveryStreamName = await newStream(place, {}, { Tags: [{ Key: "a", Value: "1" }] });
  const list = async (more = {}) =>
    place.firehose.send(new ListTagsForDeliveryStreamCommand({ DeliveryStreamName, ...more }));
  await place.firehose.send(
    new TagDeliveryStreamCommand({ DeliveryStreamName, Tags: [{ Key: "b" }, { Key: "a", Value: "2" }] }),
  );
  expect((await list()).Tags).toEqual([
    { Key: "a", Value: "2" },
    { Key: "b", Value: "" },
  ]);
  expect(await list({ Limit: 1 })).toMatchObject({ Tags: [{ Key: "a" }], HasMoreTags: true });
  await place.firehose.send(new UntagDeliveryStreamCommand({ DeliveryStreamName, TagKeys: ["a", "gone"] }));
  expect(await list({ ExclusiveStartTagKey: "a" })).toMatchObject({ Tags: [{ Key: "b" }], HasMoreTags: false });
  const Tags = Array.from({ length: 50 }, (_, at) => ({ Key: `k${at}` }));
  await expect(place.firehose.send(new TagDeliveryStreamCommand({ DeliveryStreamName, Tags }))).rejects.toMatchObject({
    name: "LimitExceededException",
  });
});

test("updates a destination: what is not given stays, and versions must match", async () => {
  const place = await newPlace();
  const DeliveryStreamName = await newStream(place, { Prefix: "one/", CompressionFormat: "GZIP" });
  const update = (CurrentDeliveryStreamVersionId: string, more: ExtendedS3DestinationConfiguration | object) =>
    place.firehose.send(
      new UpdateDestinationCommand({
        DeliveryStreamName,
        CurrentDeliveryStreamVersionId,
        DestinationId: "destinationId-000000000001",
        ExtendedS3DestinationUpdate: more,
      }),
    );
  await update("1", { Prefix: "two/", BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 60 } });
  expect(await describeStream(place)).toMatchObject({
    VersionId: "2",
    LastUpdateTimestamp: expect.any(Date) as Date,
    Destinations: [
      {
        ExtendedS3DestinationDescription: {
          Prefix: "two/",
          CompressionFormat: "GZIP",
          BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 60 },
        },
      },
    ],
  });
  await expect(update("1", { Prefix: "three/" })).rejects.toMatchObject({ name: "ConcurrentModificationException" });
  await expect(update("2", { DynamicPartitioningConfiguration: { Enabled: true } })).rejects.toMatchObject({
    name: "InvalidArgumentException",
  });
});

test("deletes a stream, and knows none that is not there", async () => {
  const place = await newPlace();
  const DeliveryStreamName = await newStream(place);
  await place.firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName }));
  await place.yard.yard.context.jobs.settled();
  // AWS: recorded (steampipe-plugin-aws, issue 759).
  const notFound = {
    name: "ResourceNotFoundException",
    message: `Firehose clicks under account ${place.account.account} not found.`,
  };
  await expect(describeStream(place)).rejects.toMatchObject(notFound);
  const Record = { Data: Buffer.from("x") };
  await expect(place.firehose.send(new PutRecordCommand({ DeliveryStreamName, Record }))).rejects.toMatchObject(
    notFound,
  );
  await newStream(place);
});

describe("refuses", () => {
  const refusal = async (
    place: Place,
    destination: Partial<ExtendedS3DestinationConfiguration>,
    more: Partial<CreateDeliveryStreamCommandInput> = {},
  ): Promise<string> => {
    const settings = { RoleARN: place.roleArn, BucketARN: `arn:aws:s3:::${place.bucket}`, ...destination };
    const input = { DeliveryStreamName: "refused", ExtendedS3DestinationConfiguration: settings, ...more };
    try {
      await place.firehose.send(new CreateDeliveryStreamCommand(input));
    } catch (error) {
      if (error instanceof Error) return `${error.name}: ${error.message}`;
    }
    return "";
  };

  test("streams whose name is taken", async () => {
    const place = await newPlace();
    await newStream(place, {}, { DeliveryStreamName: "refused" });
    expect(await refusal(place, {})).toMatch(/^ResourceInUseException: /);
  });

  // AWS: recorded (the rules of cdk-preflight, September 2026).
  test("prefixes and processors that make no sense, in AWS's words", async () => {
    const place = await newPlace();
    const processing = (Type: string, parameters: Record<string, string>, isEnabled = true) => ({
      ProcessingConfiguration: {
        Enabled: isEnabled,
        Processors: [
          {
            Type: Type as "Lambda",
            Parameters: Object.entries(parameters).map(([ParameterName, ParameterValue]) => ({
              ParameterName: ParameterName as "LambdaArn",
              ParameterValue,
            })),
          },
        ],
      },
    });
    const LambdaArn = `arn:aws:lambda:us-east-1:${place.account.account}:function:f`;
    const cases: readonly (readonly [Partial<ExtendedS3DestinationConfiguration>, string])[] = [
      [{ Prefix: "!{timestamp:yyyy" }, "Invalid expression usage"],
      [{ Prefix: "!{time:yyyy}" }, "Namespace to the left of colon (time) is an invalid keyword!"],
      [
        { Prefix: "!{timestamp:yyyyo}", ErrorOutputPrefix: "e/" },
        "Invalid conversion character used in the value of the expression in Prefix",
      ],
      [{ Prefix: "!{timestamp:yyyy}/" }, "ErrorOutputPrefix cannot be null or empty when Prefix contains expressions"],
      [
        { ErrorOutputPrefix: "!{timestamp:yyyy}/" },
        "ErrorOutputPrefix must contain at least one occurrence of !{firehose:error-output-type}",
      ],
      [
        { Prefix: "!{firehose:error-output-type}/", ErrorOutputPrefix: "!{firehose:error-output-type}/" },
        "Prefix must not contain any occurrence of !{firehose:error-output-type}",
      ],
      [
        { ProcessingConfiguration: { Enabled: true, Processors: [] } },
        "A maximum of 5 and a minimum of 1 processor needs to be supplied when processing is enabled.",
      ],
      [processing("Lambda", {}), "LambdaArn is required when Lambda processor is used."],
      [
        processing("Lambda", { LambdaArn, BufferSizeInMBs: "1" }),
        "Both BufferSizeInMBs and BufferIntervalInSeconds are required to configure buffering for lambda processor.",
      ],
      [
        processing("Lambda", { LambdaArn, BufferSizeInMBs: "4", BufferIntervalInSeconds: "60" }),
        "BufferSizeInMBs for lambda processor must be between 0.2 and 3.",
      ],
      [
        processing("Lambda", { LambdaArn, NumberOfRetries: "301" }),
        "Number of retries for lambda must be between 0 and 300.",
      ],
      [
        processing("CloudWatchLogProcessing", { DataMessageExtraction: "true" }),
        "CloudWatchLogProcessingProcessor can only be enabled with DecompressionProcessor",
      ],
      [
        processing("RecordDeAggregation", { SubRecordType: "JSON" }),
        "class com.amazonaws.services.firehose.internal.model.RecordDeAggregationProcessor can only be present when Dynamic Partitioning is enabled.",
      ],
      [
        {
          DynamicPartitioningConfiguration: { Enabled: true },
          BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 60 },
        },
        "BufferingHints.SizeInMBs must be at least 64 when Dynamic Partitioning is enabled.",
      ],
      [
        { DynamicPartitioningConfiguration: { Enabled: true } },
        "S3 Prefix should contain Dynamic Partitioning namespaces when Dynamic Partitioning is enabled",
      ],
    ];
    for (const [destination, message] of cases)
      expect(await refusal(place, destination)).toBe(`InvalidArgumentException: ${message}`);
  });

  test("other than one destination, and sources that do not fit the type", async () => {
    const place = await newPlace();
    const one = "InvalidArgumentException: Exactly one destination configuration is supported for a Firehose";
    const none = { ExtendedS3DestinationConfiguration: undefined };
    expect(await refusal(place, {}, none)).toBe(one);
    const S3DestinationConfiguration = { RoleARN: place.roleArn, BucketARN: `arn:aws:s3:::${place.bucket}` };
    expect(await refusal(place, {}, { S3DestinationConfiguration })).toBe(one);
    expect(await refusal(place, {}, { DeliveryStreamType: "KinesisStreamAsSource" })).toBe(
      "InvalidArgumentException: KinesisSourceStreamConfig is mandatory for KinesisStreamAsSource stream type.",
    );
  });

  test("what the yard does not have", async () => {
    const place = await newPlace();
    expect(await refusal(place, { CompressionFormat: "Snappy" })).toMatch(/^NotImplemented: /);
    expect(await refusal(place, { DataFormatConversionConfiguration: { Enabled: true } })).toMatch(/^NotImplemented: /);
    // AWS: DataFormatConversionConfiguration, Enabled: "Defaults to true".
    expect(await refusal(place, { DataFormatConversionConfiguration: {} })).toMatch(/^NotImplemented: /);
    const S3Configuration = { RoleARN: place.roleArn, BucketARN: `arn:aws:s3:::${place.bucket}` };
    const redshift = {
      RedshiftDestinationConfiguration: {
        RoleARN: place.roleArn,
        ClusterJDBCURL: "jdbc:redshift://c.redshift.amazonaws.com:5439/d",
        CopyCommand: { DataTableName: "t" },
        S3Configuration,
      },
    };
    expect(await refusal(place, {}, redshift)).toMatch(/^NotImplemented: .*RedshiftDestinationConfiguration/);
  });

  // AWS: recorded (cdkd's integration tests).
  test("roles that Firehose cannot assume", async () => {
    const place = await newPlace();
    const RoleARN = `arn:aws:iam::${place.account.account}:role/gone`;
    expect(await refusal(place, { RoleARN })).toBe(
      `InvalidArgumentException: Firehose is unable to assume role ${RoleARN}. Please check the role provided.`,
    );
  });

  // Goal: nobody hands on a role that is not theirs to hand on. Method: a user who may do all of Firehose, and pass nothing.
  test("callers who may not pass the role, in whatever place it is", async () => {
    const place = await newPlace();
    const iam = place.account.client(IAMClient);
    await iam.send(new CreateUserCommand({ UserName: "u" }));
    const other = await newRole(place.account, "other");
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "firehose:*", Resource: "*" },
        { Effect: "Allow", Action: "iam:PassRole", Resource: place.roleArn },
      ],
    });
    await iam.send(new PutUserPolicyCommand({ UserName: "u", PolicyName: "p", PolicyDocument }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "u" }));
    const credentials = {
      accessKeyId: AccessKey?.AccessKeyId ?? "",
      secretAccessKey: AccessKey?.SecretAccessKey ?? "",
    };
    const user = { ...place, firehose: place.account.clientWith(FirehoseClient, credentials) };
    const BucketARN = `arn:aws:s3:::${place.bucket}`;
    const backup = { S3BackupMode: "Enabled", S3BackupConfiguration: { RoleARN: other, BucketARN } } as const;
    expect(await refusal(user, backup)).toMatch(/not authorized to perform: iam:PassRole on resource: .*role\/other/);
    await newStream(user);
  });
});
