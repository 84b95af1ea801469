// Encrypted topics: who may publish is also KMS's matter. AWS: "Encrypting messages published to Amazon SNS with AWS KMS"; Publish, Errors.

import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand, DisableKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { PublishBatchCommand, PublishCommand, SetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { expect, test } from "vitest";
import { snsBench } from "./bench.ts";

async function setUp() {
  const bench = await snsBench();
  const kms = bench.account.client(KMSClient);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const KeyId = KeyMetadata?.Arn ?? "";
  const TopicArn = await bench.topic("secret", { KmsMasterKeyId: KeyId });
  const publish = (sns: SNSClient = bench.sns) => sns.send(new PublishCommand({ TopicArn, Message: "x" }));
  return { ...bench, kms, KeyId, TopicArn, publish };
}

// Goal: a publisher with sns:Publish alone is refused, and not with the key's permissions. AWS: kms:GenerateDataKey* and kms:Decrypt.
test("a publisher must be allowed to use the key", async () => {
  const { account, publish } = await setUp();
  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: "publisher" }));
  const allow = (PolicyName: string, Action: readonly string[]) =>
    iam.send(
      new PutUserPolicyCommand({
        UserName: "publisher",
        PolicyName,
        PolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action, Resource: "*" }],
        }),
      }),
    );
  await allow("publish", ["sns:Publish"]);
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "publisher" }));
  const sns = account.clientWith(SNSClient, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
  await expect(publish(sns)).rejects.toMatchObject({ name: "KMSAccessDeniedException" });
  await allow("key", ["kms:GenerateDataKey*", "kms:Decrypt"]);
  expect((await publish(sns)).MessageId).toBeDefined();
});

// Goal: the states of a key, each with its error; and the key that AWS manages works by itself.
test("a key that cannot be used stops publishing", async () => {
  const { sns, kms, KeyId, TopicArn, publish } = await setUp();
  expect((await publish()).MessageId).toBeDefined();
  await kms.send(new DisableKeyCommand({ KeyId }));
  await expect(publish()).rejects.toMatchObject({ name: "KMSDisabledException" });
  const PublishBatchRequestEntries = [{ Id: "1", Message: "x" }];
  await expect(sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }))).rejects.toMatchObject({
    name: "KMSDisabledException",
  });
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  await expect(publish()).rejects.toMatchObject({ name: "KMSInvalidStateException" });
  const setKey = (AttributeValue: string) =>
    sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: "KmsMasterKeyId", AttributeValue }));
  await setKey("alias/none");
  await expect(publish()).rejects.toMatchObject({ name: "KMSNotFoundException" });
  await setKey("alias/aws/sns");
  expect((await publish()).MessageId).toBeDefined();
});
