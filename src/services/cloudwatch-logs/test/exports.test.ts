// Goal: a group's events come into a bucket, if its policy lets them. Method: the SDK over HTTP; the policy is the one of the user guide.

import {
  CancelExportTaskCommand,
  CloudWatchLogsClient,
  CreateExportTaskCommand,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeExportTasksCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

const DENIED =
  "GetBucketAcl call on the given bucket failed. Please check if CloudWatch Logs has been granted permission to perform this operation.";

// AWS: "Exporting log data to Amazon S3", "Set permissions on an Amazon S3 bucket"; CreateExportTask (API reference).
test("exports what was written in a time, stream by stream", async () => {
  const yard = await sharedYard();
  const account = yard.account();
  const logs = account.client(CloudWatchLogsClient);
  const s3 = account.client(S3Client);
  const nowMs = yard.clock.nowMs();
  const logGroupName = "/app";
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  for (const logStreamName of ["web/1", "web/2", "other"]) {
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    const logEvents = ["old", "new"].map((message, at) => ({ timestamp: nowMs - 10_000 + at * 10_000, message }));
    await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  }
  const Bucket = `logs-${account.account}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  const task = { logGroupName, from: nowMs - 1_000, to: nowMs + 1_000, destination: Bucket, destinationPrefix: "out" };
  const create = (more: object = {}) => logs.send(new CreateExportTaskCommand({ ...task, ...more }));
  await expect(create()).rejects.toMatchObject({ name: "InvalidParameterException", message: DENIED });

  const Principal = { Service: `logs.${account.region}.amazonaws.com` };
  const Condition = {
    StringEquals: { "aws:SourceAccount": [account.account] },
    ArnLike: { "aws:SourceArn": [`arn:aws:logs:${account.region}:${account.account}:log-group:*`] },
  };
  const owned = { StringEquals: { ...Condition.StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" } };
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "s3:GetBucketAcl", Resource: `arn:aws:s3:::${Bucket}`, Principal, Condition },
      {
        Effect: "Allow",
        Action: "s3:PutObject",
        Resource: `arn:aws:s3:::${Bucket}/*`,
        Principal,
        Condition: { ...Condition, ...owned },
      },
    ],
  });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const { taskId } = await create({ logStreamNamePrefix: "web" });
  await yard.yard.context.jobs.settled();
  const { exportTasks } = await logs.send(new DescribeExportTasksCommand({ taskId }));
  expect(exportTasks).toMatchObject([{ status: { code: "COMPLETED" }, destination: Bucket, destinationPrefix: "out" }]);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const file = `out/${taskId}/web-1/000000.gz`;
  expect(Contents.map(({ Key }) => Key)).toEqual(
    [file, `out/${taskId}/web-2/000000.gz`, "out/aws-logs-write-test"].sort(),
  );
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: file }));
  const text = gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString();
  expect(text).toBe(`${new Date(nowMs).toISOString()} new\n`);
  await expect(logs.send(new CancelExportTaskCommand({ taskId }))).rejects.toMatchObject({
    name: "InvalidOperationException",
  });
});
