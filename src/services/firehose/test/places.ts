// What the tests of Firehose have in common: an account with a bucket and a role, streams that are ACTIVE, and what was delivered.

import {
  CreateDeliveryStreamCommand,
  type CreateDeliveryStreamCommandInput,
  DescribeDeliveryStreamCommand,
  type ExtendedS3DestinationConfiguration,
  FirehoseClient,
  PutRecordBatchCommand,
} from "@aws-sdk/client-firehose";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { createClock } from "../../../kernel/clock.ts";
import { sharedYard, type TestAccount, type TestYard, testYard } from "../../../testing/harness.ts";

export interface Place {
  readonly yard: TestYard;
  readonly account: TestAccount;
  readonly firehose: FirehoseClient;
  readonly s3: S3Client;
  readonly roleArn: string;
  readonly bucket: string;
}

/** When the virtual clocks of these tests start: 2026-11-21T07:08:09Z. */
const START_MS = Date.UTC(2026, 10, 21, 7, 8, 9);

/** A yard whose time the test moves. */
export function timedYard(): Promise<TestYard> {
  return testYard({ clock: createClock({ mode: "virtual", startMs: START_MS }) });
}

/** A new account with a bucket, and a role that may do everything that Firehose does. */
export async function newPlace(within?: TestYard): Promise<Place> {
  const yard = within ?? (await sharedYard());
  const account = yard.account();
  const bucket = `lake-${account.account}`;
  const s3 = account.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const roleArn = await newRole(account, "hose");
  return { yard, account, firehose: account.client(FirehoseClient), s3, roleArn, bucket };
}

/** A role that trusts Firehose as AWS's guide has it, and may do these actions. */
export async function newRole(
  account: TestAccount,
  RoleName: string,
  Action: readonly string[] = ["s3:*", "lambda:*", "kinesis:*", "logs:*", "kms:*"],
): Promise<string> {
  const iam = account.client(IAMClient);
  const allow = (more: object): string =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...more }] });
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: allow({
        Principal: { Service: "firehose.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": account.account } },
      }),
    }),
  );
  const PolicyDocument = allow({ Action, Resource: "*" });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument }));
  return Role?.Arn ?? "";
}

/** Makes a stream into the bucket and waits until it is ACTIVE; gives its name. */
export async function newStream(
  place: Place,
  destination: Partial<ExtendedS3DestinationConfiguration> = {},
  input: Partial<CreateDeliveryStreamCommandInput> = {},
): Promise<string> {
  const DeliveryStreamName = input.DeliveryStreamName ?? "clicks";
  await place.firehose.send(
    new CreateDeliveryStreamCommand({
      ExtendedS3DestinationConfiguration: {
        RoleARN: place.roleArn,
        BucketARN: `arn:aws:s3:::${place.bucket}`,
        ...destination,
      },
      ...input,
      DeliveryStreamName,
    }),
  );
  await active(place, DeliveryStreamName);
  return DeliveryStreamName;
}

/** Waits until the stream is ACTIVE. */
export async function active({ yard, firehose }: Place, DeliveryStreamName: string): Promise<void> {
  await yard.yard.context.jobs.settled();
  const { DeliveryStreamDescription: stream } = await firehose.send(
    new DescribeDeliveryStreamCommand({ DeliveryStreamName }),
  );
  if (stream?.DeliveryStreamStatus !== "ACTIVE") throw new Error(`The stream is ${stream?.DeliveryStreamStatus}.`);
}

/** Puts texts as records of one batch. */
export async function put({ firehose }: Place, DeliveryStreamName: string, ...texts: readonly string[]): Promise<void> {
  const Records = texts.map((text) => ({ Data: Buffer.from(text) }));
  await firehose.send(new PutRecordBatchCommand({ DeliveryStreamName, Records }));
}

/** The objects of the bucket by their keys, in order. */
export async function objects({ s3, bucket }: Place, Bucket = bucket): Promise<Record<string, Buffer>> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const found: Record<string, Buffer> = {};
  for (const { Key = "" } of Contents) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    found[Key] = Buffer.from((await Body?.transformToByteArray()) ?? []);
  }
  return found;
}

/** The objects as texts, with the identifiers in their names left out. */
export async function texts(place: Place): Promise<Record<string, string>> {
  const found = Object.entries(await objects(place));
  return Object.fromEntries(found.map(([key, body]) => [withoutIds(key), body.toString()]));
}

/** A key without what is drawn by lot. */
function withoutIds(key: string): string {
  return key.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "UUID");
}
