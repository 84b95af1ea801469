// Archived objects on the yard's clock: transitions, reads that are refused, restorations, and what queues hear of them.

import {
  CopyObjectCommand,
  CreateBucketCommand,
  GetBucketLifecycleConfigurationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  CreateMultipartUploadCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  RestoreObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard } from "../../../testing/harness.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

test("an object goes into the archive by a rule, and comes back for some days", async () => {
  // Goal: transition, InvalidObjectState, both restorations and their ends, and the events. Move the clock and look.
  // AWS: "Restoring an archived object" (user guide), "RestoreObject" (API reference).
  const yard = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.UTC(2026, 0, 1) }) });
  try {
    const account = yard.account();
    const s3 = account.client(S3Client);
    const sqs = account.client(SQSClient);
    const Bucket = "archive-bucket";
    await s3.send(new CreateBucketCommand({ Bucket }));
    const QueueArn = `arn:aws:sqs:${account.region}:${account.account}:archive`;
    const { QueueUrl } = await sqs.send(
      new CreateQueueCommand({
        QueueName: "archive",
        Attributes: {
          MessageRetentionPeriod: "1209600",
          Policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sqs:*", Resource: QueueArn },
            ],
          }),
        },
      }),
    );
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        TransitionDefaultMinimumObjectSize: "varies_by_storage_class",
        LifecycleConfiguration: {
          Rules: [
            {
              ID: "archive",
              Status: "Enabled",
              Filter: { Prefix: "a/" },
              Transitions: [{ Days: 1, StorageClass: "GLACIER" }],
              AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
            },
          ],
        },
      }),
    );
    const read = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(read.TransitionDefaultMinimumObjectSize).toBe("varies_by_storage_class");
    await s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: {
          QueueConfigurations: [{ Id: "q", QueueArn, Events: ["s3:ObjectRestore:*", "s3:LifecycleTransition"] }],
        },
      }),
    );
    const upload = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "a/upload" }));
    const abort = { AbortDate: new Date(Date.UTC(2026, 0, 4)), AbortRuleId: "archive" };
    expect(upload).toMatchObject(abort);
    expect(await s3.send(new ListPartsCommand({ Bucket, Key: "a/upload", UploadId: upload.UploadId }))).toMatchObject(
      abort,
    );

    const Key = "a/old";
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: "text" }));
    const restore = (Days: number, Tier: "Standard" | "Expedited" = "Standard") =>
      s3.send(new RestoreObjectCommand({ Bucket, Key, RestoreRequest: { Days, GlacierJobParameters: { Tier } } }));
    await expect(restore(1)).rejects.toMatchObject({ name: "InvalidObjectState", StorageClass: "STANDARD" });
    await yard.advance(DAY_MS);
    const get = () => s3.send(new GetObjectCommand({ Bucket, Key }));
    const state = async () => {
      const { StorageClass, Restore } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
      return [StorageClass, Restore];
    };
    expect(await state()).toEqual(["GLACIER", undefined]);
    await expect(get()).rejects.toMatchObject({
      name: "InvalidObjectState",
      StorageClass: "GLACIER",
      $metadata: { httpStatusCode: 403 },
    });
    await expect(
      s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/${Key}` })),
    ).rejects.toMatchObject({ name: "InvalidObjectState" });

    expect((await restore(2)).$metadata.httpStatusCode).toBe(202);
    expect(await state()).toEqual(["GLACIER", 'ongoing-request="true"']);
    await expect(restore(2)).rejects.toMatchObject({ name: "RestoreAlreadyInProgress" });
    await expect(get()).rejects.toMatchObject({ name: "InvalidObjectState" });
    await yard.advance(5 * HOUR_MS);
    // Ready on the 2nd at 5:00, and there for two days and until midnight.
    expect(await state()).toEqual(["GLACIER", 'ongoing-request="false", expiry-date="Mon, 05 Jan 2026 00:00:00 GMT"']);
    expect(await (await get()).Body?.transformToString()).toBe("text");
    const listing = new ListObjectsV2Command({ Bucket, OptionalObjectAttributes: ["RestoreStatus"] });
    expect((await s3.send(listing)).Contents).toMatchObject([
      { RestoreStatus: { IsRestoreInProgress: false, RestoreExpiryDate: new Date("2026-01-05T00:00:00Z") } },
    ]);
    expect((await restore(4)).$metadata.httpStatusCode).toBe(200);
    expect((await state())[1]).toContain("Wed, 07 Jan 2026 00:00:00 GMT");
    await yard.advance(3 * DAY_MS);
    await get();
    await yard.advance(2 * DAY_MS);
    await expect(get()).rejects.toMatchObject({ name: "InvalidObjectState" });
    expect(await state()).toEqual(["GLACIER", undefined]);

    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    const records = Messages.flatMap(({ Body = "{}" }) => {
      const { Records = [] } = JSON.parse(Body) as { Records?: { eventName: string }[] };
      return Records;
    });
    const names = records.map(({ eventName }) => eventName).sort();
    expect(names).toEqual([
      "LifecycleTransition",
      "ObjectRestore:Completed",
      "ObjectRestore:Delete",
      "ObjectRestore:Post",
    ]);
    expect(records.find(({ eventName }) => eventName === "LifecycleTransition")).toMatchObject({
      lifecycleEventData: { transitionEventData: { destinationStorageClass: "GLACIER" } },
    });
    expect(records.find(({ eventName }) => eventName === "ObjectRestore:Completed")).toMatchObject({
      glacierEventData: {
        restoreEventData: {
          lifecycleRestorationExpiryTime: "2026-01-05T00:00:00.000Z",
          lifecycleRestoreStorageClass: "GLACIER",
        },
      },
    });
  } finally {
    await yard.stop();
  }
});

test("a tier that a class does not have is refused", async () => {
  // AWS: "Understanding archive retrieval options": no expedited retrievals from DEEP_ARCHIVE.
  const yard = await testYard();
  try {
    const s3 = yard.account().client(S3Client);
    const Bucket = "deep-archive-bucket";
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x", StorageClass: "DEEP_ARCHIVE" }));
    const restore = (RestoreRequest: RestoreObjectCommand["input"]["RestoreRequest"]) =>
      s3.send(new RestoreObjectCommand({ Bucket, Key: "k", RestoreRequest }));
    const expedited = { Days: 1, GlacierJobParameters: { Tier: "Expedited" as const } };
    await expect(restore(expedited)).rejects.toMatchObject({ name: "InvalidArgument" });
    await expect(restore({ Days: 0 })).rejects.toMatchObject({ name: "InvalidArgument" });
    await expect(restore({})).rejects.toMatchObject({ name: "MalformedXML" });
    await expect(restore({ Days: 1, Type: "SELECT" })).rejects.toMatchObject({ name: "NotImplemented" });
  } finally {
    await yard.stop();
  }
});
