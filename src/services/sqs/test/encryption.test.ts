// Queues with KMS keys: what is kept is encrypted, and the key's policy decides who sends and receives.
// AWS: "Encryption at rest in Amazon SQS", "Amazon SQS key management".

import {
  CreateKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  KMSClient,
  ListAliasesCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { type TestAccount, testYard } from "../../../testing/harness.ts";

const WORDS = "nobody reads this in the store";
const statement = (Action: string | readonly string[], more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource: "*",
  ...more,
});
const document = (...Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

async function setUp() {
  const clock = createClock({ mode: "virtual", startMs: Date.parse("2026-01-01T00:00:00Z") });
  const yard = await testYard({ clock });
  const account = yard.account();
  const kms = account.client(KMSClient);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const { KeyId = "", Arn = "" } = KeyMetadata ?? {};
  const sqs = account.client(SQSClient);
  const queue = async (QueueName: string, Attributes: Record<string, string>) =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? "";
  return { yard, account, kms, KeyId, Arn, sqs, queue };
}

/** A client of a user with an inline policy. */
async function userClient(account: TestAccount, UserName: string, ...statements: readonly object[]) {
  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "own", PolicyDocument: document(...statements) }));
  return account.clientWith(SQSClient, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
}

const receive = async (sqs: SQSClient, QueueUrl: string) =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 }))).Messages?.map(({ Body }) => Body);

// Goal: bodies are not in the store, and come back as they were. Method: look at everything that the store has of SQS.
test("keeps bodies encrypted", async () => {
  const { yard, sqs, KeyId, queue } = await setUp();
  const QueueUrl = await queue("secret", { KmsMasterKeyId: KeyId });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: WORDS }));
  await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: "1", MessageBody: "one" },
        { Id: "2", MessageBody: "two" },
      ],
    }),
  );
  const kept = yard.yard.context.store.read((tx) => JSON.stringify([...tx.range({ prefix: ["sqs"] })]));
  expect(kept).toContain("sealed");
  expect(kept).not.toContain(WORDS);
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  expect(Messages.map(({ Body }) => Body)).toEqual([WORDS, "one", "two"]);
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0]?.ReceiptHandle ?? "" }));
  await yard.stop();
});

// Goal: who may not use the key neither sends nor receives, and what could not be received is not lost or counted.
test("asks KMS as the caller", async () => {
  const { yard, account, sqs, Arn, queue } = await setUp();
  const QueueUrl = await queue("asked", { KmsMasterKeyId: Arn });
  const onQueues = statement("sqs:*");
  const sender = await userClient(account, "sender", onQueues, statement(["kms:GenerateDataKey", "kms:Decrypt"]));
  const half = await userClient(account, "half", onQueues, statement("kms:GenerateDataKey"));
  const reader = await userClient(account, "reader", onQueues, statement("kms:Decrypt"));
  const nobody = await userClient(account, "nobody", onQueues);
  const send = (client: SQSClient) => client.send(new SendMessageCommand({ QueueUrl, MessageBody: WORDS }));
  await send(sender);
  for (const client of [half, reader, nobody])
    await expect(send(client)).rejects.toMatchObject({
      name: "KmsAccessDenied",
      message: expect.stringMatching(
        /is not authorized to perform: kms:.*\(Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException;/,
      ),
    });
  for (const client of [half, nobody])
    await expect(receive(client, QueueUrl)).rejects.toMatchObject({ name: "KmsAccessDenied" });
  const { Messages } = await reader.send(
    new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ["ApproximateReceiveCount"] }),
  );
  expect(Messages).toMatchObject([{ Body: WORDS, Attributes: { ApproximateReceiveCount: "1" } }]);
  expect(await receive(sqs, QueueUrl)).toBeUndefined();
  await yard.stop();
});

// Goal: each state of the key has its error, once the data key is no longer reused. AWS: KmsDataKeyReusePeriodSeconds.
test("tells what is wrong with the key", async () => {
  const { yard, sqs, kms, KeyId, queue } = await setUp();
  const QueueUrl = await queue("broken", { KmsMasterKeyId: KeyId, KmsDataKeyReusePeriodSeconds: "60" });
  const send = () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: WORDS }));
  await send();
  await kms.send(new DisableKeyCommand({ KeyId }));
  // Within the reuse period nobody asks KMS.
  await send();
  expect(await receive(sqs, QueueUrl)).toEqual([WORDS]);
  await yard.advance(60_000);
  await expect(send()).rejects.toMatchObject({ name: "KmsDisabled", message: expect.stringContaining("is disabled.") });
  await expect(receive(sqs, QueueUrl)).rejects.toMatchObject({ name: "KmsDisabled" });
  await kms.send(new EnableKeyCommand({ KeyId }));
  expect(await receive(sqs, QueueUrl)).toEqual([WORDS]);
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  await yard.advance(60_000);
  await expect(send()).rejects.toMatchObject({ name: "KmsInvalidState" });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { KmsMasterKeyId: "alias/nothing" } }));
  await expect(send()).rejects.toMatchObject({ name: "KmsNotFound" });
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" }));
  const Attributes = { KmsMasterKeyId: KeyMetadata?.KeyId ?? "" };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  await expect(send()).rejects.toMatchObject({ name: "KmsInvalidKeyUsage" });
  await yard.stop();
});

// Goal: the account's AWS managed key is made on first use, and serves the account's callers only.
test("uses the managed key", async () => {
  const { yard, account, sqs, kms, queue } = await setUp();
  const QueueUrl = await queue("managed", { KmsMasterKeyId: "alias/aws/sqs" });
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  expect(Attributes).toMatchObject({ KmsMasterKeyId: "alias/aws/sqs", SqsManagedSseEnabled: "false" });
  const user = await userClient(account, "user", statement("sqs:*"));
  await user.send(new SendMessageCommand({ QueueUrl, MessageBody: WORDS }));
  expect(await receive(user, QueueUrl)).toEqual([WORDS]);
  expect((await kms.send(new ListAliasesCommand({}))).Aliases).toMatchObject([{ AliasName: "alias/aws/sqs" }]);

  const Policy = document({ ...statement("sqs:SendMessage"), Principal: "*" });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const other = yard.account().client(SQSClient);
  await expect(other.send(new SendMessageCommand({ QueueUrl, MessageBody: WORDS }))).rejects.toMatchObject({
    name: "KmsAccessDenied",
  });
  await yard.stop();
});

// Goal: a service that delivers needs the key's policy, by kms:ViaService if that says so. AWS: "Configure KMS permissions for AWS
// services".
test("lets services in by the key's policy", async () => {
  const { yard, account, sqs, kms, KeyId, Arn, queue } = await setUp();
  const Service = "sns.amazonaws.com";
  const Policy = document({ ...statement("sqs:SendMessage"), Principal: { Service } });
  const QueueUrl = await queue("delivered", { KmsMasterKeyId: Arn, Policy });
  const topic = { kind: "service", service: Service, sourceAccount: account.account } as const;
  const deliver = () => yard.yard.context.as(topic, account).sqs.sendMessage({ QueueUrl, MessageBody: WORDS });
  await expect(deliver()).rejects.toMatchObject({ code: "KmsAccessDenied" });
  const own = { ...statement("kms:*"), Principal: { AWS: `arn:aws:iam::${account.account}:root` } };
  const theirs = {
    ...statement(["kms:GenerateDataKey", "kms:Decrypt"]),
    Principal: { Service },
    Condition: { StringEquals: { "kms:ViaService": `sqs.${account.region}.amazonaws.com` } },
  };
  await kms.send(new PutKeyPolicyCommand({ KeyId, Policy: document(own, theirs) }));
  await deliver();
  expect(await receive(sqs, QueueUrl)).toEqual([WORDS]);
  await yard.stop();
});

// Goal: dead letters keep their encryption, and moving them back needs the keys. AWS: "Dead-letter queue redrive permissions".
test("moves encrypted messages", async () => {
  const { yard, account, sqs, KeyId, queue } = await setUp();
  const dead = await queue("dead", {});
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: dead, AttributeNames: ["QueueArn"] }),
  );
  const SourceArn = Attributes?.["QueueArn"] ?? "";
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: SourceArn, maxReceiveCount: 1 });
  const source = await queue("source", { KmsMasterKeyId: KeyId, RedrivePolicy });
  await sqs.send(new SendMessageCommand({ QueueUrl: source, MessageBody: WORDS }));
  await receive(sqs, source);
  expect(await receive(sqs, source)).toBeUndefined();
  expect(await receive(sqs, dead)).toEqual([WORDS]);
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: dead, Attributes: { KmsMasterKeyId: KeyId } }));
  const mover = await userClient(account, "mover", statement("sqs:*"));
  await expect(mover.send(new StartMessageMoveTaskCommand({ SourceArn }))).rejects.toMatchObject({
    name: "KmsAccessDenied",
  });
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
  await yard.advance(1_000);
  expect(await receive(sqs, source)).toEqual([WORDS]);
  await yard.stop();
});
