// How each documented error of SQS is provoked.

import { findQueueByArn } from "../../../src/services/sqs/queues.ts";
import { Content } from "../../../src/services/sqs/repo.ts";
import { formatTaskHandle } from "../../../src/services/sqs/move-tasks.ts";
import { instead, sweepOf, unprovokable, type Ask, type ErrorTable, type Grounds } from "./table.ts";

type Action = "sendMessage" | "receiveMessage" | "deleteMessage";

interface Made {
  readonly queueUrl: string;
  /** Takes the dead letters of the queue. */
  readonly deadArn: string;
  queue(attributes?: Record<string, string>): Promise<string>;
  arnOf(queueUrl: string): string;
  /** The receipt handle of a message on the queue. */
  received(queueUrl: string): Promise<string>;
  /** A FIFO queue on which all such calls of this second have been made. */
  tired(action: Action): Promise<string>;
  /** A queue with a message under a key that `spoil` makes unusable afterwards. */
  withKey(spoil: (keyId: string) => Promise<unknown>): Promise<string>;
}

async function prepare(grounds: Grounds): Promise<Made> {
  const { aws, account, name } = grounds;
  const arnOf = (url: string): string =>
    `arn:aws:sqs:${account.region}:${account.account}:${url.slice(url.lastIndexOf("/") + 1)}`;
  const queue = async (Attributes: Record<string, string> = {}): Promise<string> => {
    const QueueName = name() + (Attributes["FifoQueue"] === "true" ? ".fifo" : "");
    return (await aws.sqs.createQueue({ QueueName, Attributes })).QueueUrl ?? "";
  };
  const received = async (QueueUrl: string): Promise<string> => {
    await aws.sqs.sendMessage({ QueueUrl, MessageBody: "body" });
    const { Messages } = await aws.sqs.receiveMessage({ QueueUrl });
    return Messages?.[0]?.ReceiptHandle ?? "";
  };
  const deadArn = arnOf(await queue());
  const queueUrl = await queue({
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadArn, maxReceiveCount: 1000 }),
  });
  return { queueUrl, deadArn, queue, arnOf, received, tired, withKey };

  // AWS: "FIFO queue quotas": 300 calls a second of each. The yard's clock stands still, so the second lasts.
  async function tired(action: Action): Promise<string> {
    const QueueUrl = await queue({ FifoQueue: "true", ContentBasedDeduplication: "true" });
    const ReceiptHandle = await received(queueUrl);
    for (let calls = 0; calls < 300; calls += 1)
      await aws.sqs[action]({ QueueUrl, MessageBody: "body", MessageGroupId: "group", ReceiptHandle });
    return QueueUrl;
  }

  async function withKey(spoil: (keyId: string) => Promise<unknown>): Promise<string> {
    const KmsMasterKeyId = (await aws.kms.createKey({})).KeyMetadata?.KeyId ?? "";
    // The shortest time for which a data key is used again: the sample waits until it is over.
    const url = await queue({ KmsMasterKeyId, KmsDataKeyReusePeriodSeconds: "60" });
    await aws.sqs.sendMessage({ QueueUrl: url, MessageBody: "body" });
    await spoil(KmsMasterKeyId);
    await grounds.yard.advance(61_000);
    return url;
  }
}

const NO_ADDRESS = unprovokable("It takes no queue URL.");
const KEY_ERRORS = {
  KmsAccessDenied: async ({ withKey, user }, ask) =>
    ask({ QueueUrl: await withKey(async () => undefined) }, await user("sqs:*")),
  KmsDisabled: async ({ withKey, aws }, ask) =>
    ask({ QueueUrl: await withKey((KeyId) => aws.kms.disableKey({ KeyId })) }),
  KmsInvalidState: async ({ withKey, aws }, ask) =>
    ask({ QueueUrl: await withKey((KeyId) => aws.kms.scheduleKeyDeletion({ KeyId })) }),
  KmsOptInRequired: unprovokable("An account here has no subscriptions that could be missing."),
  KmsThrottled: unprovokable("KMS has no request quotas here: nothing is gained by slowing one machine down."),
} satisfies ErrorTable<Made>["everywhere"];

const entries = (...ids: readonly string[]): object => ({
  Entries: ids.map((Id) => ({ Id, MessageBody: "body", ReceiptHandle: "AQEB", VisibilityTimeout: 1 })),
});

const ACTIONS = ["SendMessage", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility"];
const EIGHT_ACTIONS = [...ACTIONS, "GetQueueAttributes", "GetQueueUrl", "ListDeadLetterSourceQueues", "PurgeQueue"];

/** The errors sweep of SQS. */
export const sqs = sweepOf<Made>({
  service: "sqs",
  prepare,
  inputs: {
    AddPermission: ({ queueUrl, account, name }) => ({
      QueueUrl: queueUrl,
      Label: name(),
      AWSAccountIds: [account.account],
      Actions: ["SendMessage"],
    }),
    CancelMessageMoveTask: ({ deadArn }) => ({ TaskHandle: formatTaskHandle(deadArn, "nobody") }),
    ChangeMessageVisibility: ({ queueUrl }) => ({ QueueUrl: queueUrl, ReceiptHandle: "AQEB", VisibilityTimeout: 1 }),
    ChangeMessageVisibilityBatch: ({ queueUrl }) => ({ QueueUrl: queueUrl, ...entries("1") }),
    CreateQueue: ({ name }) => ({ QueueName: name() }),
    DeleteMessage: ({ queueUrl }) => ({ QueueUrl: queueUrl, ReceiptHandle: "AQEB" }),
    DeleteMessageBatch: ({ queueUrl }) => ({ QueueUrl: queueUrl, ...entries("1") }),
    DeleteQueue: ({ queueUrl }) => ({ QueueUrl: queueUrl }),
    GetQueueAttributes: ({ queueUrl }) => ({ QueueUrl: queueUrl }),
    GetQueueUrl: () => ({ QueueName: "nobody" }),
    ListDeadLetterSourceQueues: ({ queueUrl }) => ({ QueueUrl: queueUrl }),
    ListMessageMoveTasks: ({ deadArn }) => ({ SourceArn: `${deadArn}-nobody` }),
    ListQueueTags: ({ queueUrl }) => ({ QueueUrl: queueUrl }),
    ListQueues: () => ({}),
    PurgeQueue: ({ queueUrl }) => ({ QueueUrl: queueUrl }),
    ReceiveMessage: ({ queueUrl }) => ({ QueueUrl: queueUrl }),
    RemovePermission: ({ queueUrl }) => ({ QueueUrl: queueUrl, Label: "nobody" }),
    SendMessage: ({ queueUrl }) => ({ QueueUrl: queueUrl, MessageBody: "body" }),
    SendMessageBatch: ({ queueUrl }) => ({ QueueUrl: queueUrl, ...entries("1") }),
    SetQueueAttributes: ({ queueUrl }) => ({ QueueUrl: queueUrl, Attributes: { DelaySeconds: "0" } }),
    StartMessageMoveTask: ({ deadArn }) => ({ SourceArn: `${deadArn}-nobody` }),
    TagQueue: ({ queueUrl }) => ({ QueueUrl: queueUrl, Tags: { key: "value" } }),
    UntagQueue: ({ queueUrl }) => ({ QueueUrl: queueUrl, TagKeys: ["key"] }),
  },
  everywhere: {
    BatchEntryIdsNotDistinct: (_, ask) => ask(entries("1", "1")),
    EmptyBatchRequest: (_, ask) => ask({ Entries: [] }),
    InvalidAddress: (_, ask) => ask({ QueueUrl: "http://localhost/nowhere" }),
    InvalidBatchEntryId: (_, ask) => ask(entries("not an id")),
    InvalidSecurity: unprovokable(
      "The yard listens on this machine only and without TLS; a signature other than SigV4 is refused before SQS is asked.",
    ),
    QueueDoesNotExist: ({ queueUrl }, ask) => ask({ QueueUrl: `${queueUrl}-nobody` }),
    RequestThrottled: unprovokable("AWS publishes no quota of these calls; FIFO queues' quotas are in their entries."),
    ResourceNotFoundException: (_, ask) => ask(),
    TooManyEntriesInBatchRequest: (_, ask) => ask(entries(..."abcdefghijk".split(""))),
    UnsupportedOperation: unprovokable("The API reference names no case of it, and none is known."),
  },
  operations: {
    AddPermission: { OverLimit: (_, ask) => ask({ Actions: EIGHT_ACTIONS }) },
    CancelMessageMoveTask: { InvalidAddress: NO_ADDRESS },
    ChangeMessageVisibility: {
      // AWS: seen by users; nobody has seen MessageNotInflight (aws-sdk-net issue 1927, moto pull request 3586).
      MessageNotInflight: instead(
        { code: "InvalidParameterValue", status: 400, reason: "AWS words it as a wrong receipt handle." },
        async ({ queueUrl, received, aws }, ask) => {
          const ReceiptHandle = await received(queueUrl);
          await aws.sqs.deleteMessage({ QueueUrl: queueUrl, ReceiptHandle });
          return ask({ ReceiptHandle });
        },
      ),
      ReceiptHandleIsInvalid: (_, ask) => ask({ ReceiptHandle: "nothing" }),
    },
    CreateQueue: {
      InvalidAddress: NO_ADDRESS,
      InvalidAttributeName: (_, ask) => ask({ Attributes: { Color: "red" } }),
      InvalidAttributeValue: (_, ask) => ask({ Attributes: { DelaySeconds: "901" } }),
      QueueDeletedRecently: unprovokable(
        "A name is free at once, on purpose: an environment can be destroyed and built again (create-queue.ts).",
      ),
      QueueNameExists: async ({ queue }, ask) => {
        const QueueName = (await queue()).split("/").at(-1);
        return ask({ QueueName, Attributes: { DelaySeconds: "1" } });
      },
    },
    DeleteMessage: {
      InvalidIdFormat: unprovokable(
        "It is about receipt handles of API versions before 2012-11-05, the only one served.",
      ),
      ReceiptHandleIsInvalid: (_, ask) => ask({ ReceiptHandle: "nothing" }),
      RequestThrottled: async ({ tired }, ask) => ask({ QueueUrl: await tired("deleteMessage") }),
    },
    DeleteMessageBatch: {
      RequestThrottled: async ({ tired }, ask) => ask({ QueueUrl: await tired("deleteMessage") }),
    },
    GetQueueAttributes: { InvalidAttributeName: (_, ask) => ask({ AttributeNames: ["Color"] }) },
    GetQueueUrl: { InvalidAddress: NO_ADDRESS, QueueDoesNotExist: (_, ask) => ask() },
    ListMessageMoveTasks: { InvalidAddress: NO_ADDRESS },
    ListQueues: { InvalidAddress: NO_ADDRESS },
    PurgeQueue: {
      PurgeQueueInProgress: async ({ queue, aws }, ask) => {
        const QueueUrl = await queue();
        await aws.sqs.purgeQueue({ QueueUrl });
        return ask({ QueueUrl });
      },
    },
    ReceiveMessage: {
      ...KEY_ERRORS,
      KmsInvalidKeyUsage: unprovokable(
        "Whatever was received was encrypted with the key, and a key's usage never changes.",
      ),
      KmsNotFound: unprovokable(
        "A message keeps its key's material in use: a key that is gone was pending deletion before.",
      ),
      OverLimit: async ({ queue, arnOf, aws, yard }, ask) => {
        const QueueUrl = await queue();
        await aws.sqs.sendMessage({ QueueUrl, MessageBody: "one too many" });
        const { store } = yard.yard.context;
        const found = findQueueByArn(store, arnOf(QueueUrl));
        if (found === undefined) throw new Error("The queue is not there.");
        // AWS: "Standard queue quotas": 120,000 in flight. They are counted, not sent: that would take minutes.
        store.write((tx) => {
          const content = new Content(tx, found.scope, found.record.contentId);
          content.saveTally({ ...content.tally(), inFlight: 120_000 });
        });
        return ask({ QueueUrl });
      },
      RequestThrottled: async ({ tired }, ask) => ask({ QueueUrl: await tired("receiveMessage") }),
    },
    SendMessage: {
      ...KEY_ERRORS,
      KmsInvalidKeyUsage: signingKey,
      KmsNotFound: noKey,
      InvalidMessageContents: (_, ask) => ask({ MessageBody: "\u0000" }),
      RequestThrottled: async ({ tired }, ask) =>
        ask({ QueueUrl: await tired("sendMessage"), MessageGroupId: "group" }),
    },
    SendMessageBatch: {
      ...KEY_ERRORS,
      KmsInvalidKeyUsage: signingKey,
      KmsNotFound: noKey,
      BatchRequestTooLong: (_, ask) =>
        ask({ Entries: ["1", "2"].map((Id) => ({ Id, MessageBody: "x".repeat(600_000) })) }),
      RequestThrottled: async ({ tired }, ask) => {
        const Entries = [{ Id: "1", MessageBody: "body", MessageGroupId: "group" }];
        return ask({ QueueUrl: await tired("sendMessage"), Entries });
      },
    },
    SetQueueAttributes: {
      InvalidAttributeName: (_, ask) => ask({ Attributes: { Color: "red" } }),
      InvalidAttributeValue: (_, ask) => ask({ Attributes: { DelaySeconds: "901" } }),
      OverLimit: (_, ask) => {
        const Action = EIGHT_ACTIONS.map((action) => `sqs:${action}`);
        const Statement = { Effect: "Allow", Principal: "*", Action, Resource: "*" };
        return ask({ Attributes: { Policy: JSON.stringify({ Version: "2012-10-17", Statement }) } });
      },
    },
    StartMessageMoveTask: { InvalidAddress: NO_ADDRESS },
  },
});

async function signingKey({ queue, aws }: Made & Grounds, ask: Ask): Promise<unknown> {
  const { KeyMetadata } = await aws.kms.createKey({ KeyUsage: "SIGN_VERIFY", KeySpec: "ECC_NIST_P256" });
  return ask({ QueueUrl: await queue({ KmsMasterKeyId: KeyMetadata?.KeyId ?? "" }) });
}

async function noKey({ queue }: Made & Grounds, ask: Ask): Promise<unknown> {
  return ask({ QueueUrl: await queue({ KmsMasterKeyId: "alias/nobody" }) });
}
