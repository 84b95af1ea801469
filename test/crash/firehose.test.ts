// Goal: records that Firehose acknowledged are delivered although the server is killed, each once and whole. Method: SDK
// clients put records without pause while the server's process is killed, several rounds on one state, with a buffer so small
// that kills hit deliveries, too; then the bucket is read until all that was acknowledged is there.

import {
  CreateDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  FirehoseClient,
  PutRecordBatchCommand,
} from "@aws-sdk/client-firehose";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandLine, type RunningServer } from "../real/command-line.ts";
import { report } from "../real/report.ts";

const ROUNDS = 4;
const WRITERS = 3;
const RECORDS_OF_A_BATCH = 5;
/** How many acknowledged batches the server lives for, in each round. */
const LIVES_FOR = 80;
const Name = "records";

const cli = commandLine();
let server: RunningServer;
let firehose: FirehoseClient;
let s3: S3Client;

const allow = (more: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...more }] });

beforeAll(async () => {
  server = await cli.serve();
  const config = await cli.clientConfig();
  firehose = new FirehoseClient(config);
  s3 = new S3Client({ ...config, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: Name }));
  const iam = new IAMClient(config);
  const AssumeRolePolicyDocument = allow({
    Principal: { Service: "firehose.amazonaws.com" },
    Action: "sts:AssumeRole",
  });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: Name, AssumeRolePolicyDocument }));
  const PolicyDocument = allow({ Action: "s3:PutObject", Resource: "*" });
  await iam.send(new PutRolePolicyCommand({ RoleName: Name, PolicyName: "own", PolicyDocument }));
  await firehose.send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: Name,
      ExtendedS3DestinationConfiguration: {
        RoleARN: Role?.Arn,
        BucketARN: `arn:aws:s3:::${Name}`,
        BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 1 },
      },
    }),
  );
  for (let status = ""; status !== "ACTIVE";) {
    const answer = await firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName: Name }));
    status = answer.DeliveryStreamDescription?.DeliveryStreamStatus ?? "";
  }
});

afterAll(() => cli.dispose());

test("what was acknowledged is delivered once, although the server is killed", async () => {
  const attempted = new Set<string>();
  const acknowledged = new Set<string>();
  let unanswered = 0;
  for (let round = 1; round <= ROUNDS; round++) {
    let count = 0;
    let killed: Promise<void> | undefined;
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      for (let index = 0; ; index++) {
        const ids = Array.from({ length: RECORDS_OF_A_BATCH }, (_each, at) => `${round}-${writer}-${index}-${at}`);
        for (const id of ids) attempted.add(id);
        const Records = ids.map((id) => ({ Data: Buffer.from(`${lineOf(id)}\n`) }));
        try {
          const answer = await firehose.send(new PutRecordBatchCommand({ DeliveryStreamName: Name, Records }));
          const { RequestResponses = [] } = answer;
          for (const [at, { RecordId }] of RequestResponses.entries())
            if (RecordId !== undefined) acknowledged.add(ids[at] ?? "");
        } catch (error) {
          if (isThrottled(error)) continue;
          if (!isConnectionLost(error)) throw error;
          unanswered += 1;
          return;
        }
        count += 1;
        if (count === LIVES_FOR) killed = server.kill();
      }
    });
    await Promise.all(writers);
    await killed;
    server = await cli.serve(server.port);
  }

  let found = await delivered();
  while ([...acknowledged].some((id) => !found.has(id))) found = await delivered();
  expect([...found.keys()].filter((id) => !attempted.has(id))).toEqual([]);
  expect([...found].filter(([, times]) => times !== 1)).toEqual([]);
  report(
    `${ROUNDS} kills: ${acknowledged.size} records acknowledged, ${found.size} delivered, each once; ` +
      `${unanswered} batches were never answered.`,
  );
  // The kill hit batches that were under way: otherwise this test showed nothing.
  expect(unanswered).toBeGreaterThanOrEqual(ROUNDS);
});

/** How often each record lies in the bucket; throws for lines that are not whole. */
async function delivered(): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: Name }))
    for (const { Key } of Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: Name, Key }));
      for (const line of ((await Body?.transformToString()) ?? "").trimEnd().split("\n")) {
        const [id = ""] = line.split(" ");
        if (line !== lineOf(id)) throw new Error(`The line of ${id} is not whole.`);
        found.set(id, (found.get(id) ?? 0) + 1);
      }
    }
  return found;
}

/** Text that is its id's own, so that parts of two records would show. */
function lineOf(id: string): string {
  return `${id} ${createHash("md5").update(id).digest("hex").repeat(100)}`;
}

function isThrottled(error: unknown): boolean {
  return error instanceof Error && error.name === "ServiceUnavailableException";
}

/** Whether a call was lost with the server, instead of refused by it. */
function isConnectionLost(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return code === "ECONNREFUSED" || code === "ECONNRESET" || code === "EPIPE";
}
