// Goal: what DynamoDB, SQS and S3 acknowledged survives `kill -9`, and what they did not acknowledge is there whole or not
// at all. Method: SDK clients write without pause while the server's process is killed, several rounds on one state; after
// each restart everything is read back and compared with what was acknowledged and what was only attempted.

import { createHash } from "node:crypto";
import { CreateTableCommand, DynamoDBClient, paginateScan, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateBucketCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandLine, type RunningServer } from "../real/command-line.ts";
import { report } from "../real/report.ts";

const ROUNDS = 4;
const WRITERS_OF_EACH = 3;
/** How many acknowledged writes the server lives for, in each round. */
const LIVES_FOR = 150;
const Name = "writes";

const cli = commandLine();
let server: RunningServer;
let dynamodb: DynamoDBClient;
let sqs: SQSClient;
let s3: S3Client;
let QueueUrl: string | undefined;

beforeAll(async () => {
  server = await cli.serve();
  const config = await cli.clientConfig();
  dynamodb = new DynamoDBClient(config);
  sqs = new SQSClient(config);
  s3 = new S3Client({ ...config, forcePathStyle: true });
  await dynamodb.send(
    new CreateTableCommand({
      TableName: Name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    }),
  );
  ({ QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: Name })));
  await s3.send(new CreateBucketCommand({ Bucket: Name }));
});

afterAll(() => cli.dispose());

/** One kind of write, and the reading of all that is there of it: id to content. */
interface Kind {
  readonly name: string;
  write(id: string, content: string): Promise<unknown>;
  read(): Promise<readonly (readonly [string, string])[]>;
}

const KINDS: readonly Kind[] = [
  {
    name: "PutItem",
    write: (id, content) =>
      dynamodb.send(new PutItemCommand({ TableName: Name, Item: { id: { S: id }, content: { S: content } } })),
    async read() {
      const found: [string, string][] = [];
      for await (const { Items = [] } of paginateScan({ client: dynamodb }, { TableName: Name, ConsistentRead: true }))
        for (const { id, content } of Items) found.push([id?.S ?? "", content?.S ?? ""]);
      return found;
    },
  },
  {
    name: "SendMessage",
    write: (id, content) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: `${id} ${content}` })),
    // Messages are deleted as they are received: what comes again in a later round would be there twice.
    async read() {
      const found: [string, string][] = [];
      for (;;) {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
        if (Messages.length === 0) return found;
        for (const { Body = "" } of Messages) found.push(Body.split(" ") as [string, string]);
        const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: `m${index}`, ReceiptHandle }));
        const { Failed } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
        expect(Failed ?? []).toEqual([]);
      }
    },
  },
  {
    name: "PutObject",
    write: (id, content) => s3.send(new PutObjectCommand({ Bucket: Name, Key: id, Body: content })),
    async read() {
      const found: [string, string][] = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: Name })) {
        for (const { Key = "", Size, ETag } of Contents) {
          const { Body } = await s3.send(new GetObjectCommand({ Bucket: Name, Key }));
          const content = (await Body?.transformToString()) ?? "";
          expect({ Key, Size, ETag }).toEqual({ Key, Size: content.length, ETag: `"${md5(content)}"` });
          found.push([Key, content]);
        }
      }
      return found;
    },
  },
];

test("what was acknowledged survives kill -9, and nothing is there in half", async () => {
  const attempted = new Map(KINDS.map(({ name }) => [name, new Map<string, string>()]));
  const acknowledged = new Map(KINDS.map(({ name }) => [name, new Set<string>()]));
  const received = new Set<string>();
  const unanswered: string[] = [];

  for (let round = 1; round <= ROUNDS; round++) {
    let count = 0;
    let killed: Promise<void> | undefined;
    const writers = KINDS.flatMap(({ name, write }) =>
      Array.from({ length: WRITERS_OF_EACH }, async (_, writer) => {
        for (let index = 0; ; index++) {
          const id = `${round}-${writer}-${index}`;
          const content = contentOf(id, name === "PutObject" ? 100_000 : 3_000);
          attempted.get(name)?.set(id, content);
          try {
            await write(id, content);
          } catch (error) {
            if (!isConnectionLost(error)) throw error;
            unanswered.push(`${name} ${id}`);
            return;
          }
          acknowledged.get(name)?.add(id);
          count += 1;
          if (count === LIVES_FOR) killed = server.kill();
        }
      }),
    );
    await Promise.all(writers);
    await killed;
    server = await cli.serve(server.port);

    for (const { name, read } of KINDS) {
      const found = await read();
      const ids = found.map(([id]) => id);
      expect(new Set(ids).size, `${name}: something is there twice`).toBe(ids.length);
      for (const [id, content] of found)
        expect(content === attempted.get(name)?.get(id), `${name} ${id} is as written`).toBe(true);
      if (name === "SendMessage") {
        for (const id of ids) {
          expect(received.has(id), `${name} ${id} came again`).toBe(false);
          received.add(id);
        }
      }
      const there = name === "SendMessage" ? received : new Set(ids);
      expect([...(acknowledged.get(name) ?? [])].filter((id) => !there.has(id))).toEqual([]);
    }
  }

  const figures = KINDS.map(({ name }) => `${acknowledged.get(name)?.size} ${name}`).join(", ");
  report(`${ROUNDS} kills: ${figures} acknowledged and kept; ${unanswered.length} writes were never answered.`);
  // The kill hit writes that were under way: otherwise this test showed nothing.
  expect(unanswered.length).toBeGreaterThanOrEqual(ROUNDS);
});

/** Text that is its id's own, so that parts of two writes would show. */
function contentOf(id: string, length: number): string {
  const piece = md5(id);
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

/** Whether a call was lost with the server, instead of refused by it. */
function isConnectionLost(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return code === "ECONNREFUSED" || code === "ECONNRESET" || code === "EPIPE";
}
