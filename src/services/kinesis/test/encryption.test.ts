// Streams under a key of KMS: what is kept, and who may put and read.

import {
  GetRecordsCommand,
  KinesisClient,
  PutRecordCommand,
  PutRecordsCommand,
  StartStreamEncryptionCommand,
  StopStreamEncryptionCommand,
} from "@aws-sdk/client-kinesis";
import { CreateKeyCommand, DisableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard } from "../../../testing/harness.ts";
import { active, bytes, iterator, newPlace, newStream, read } from "./streams.ts";

// AWS: Developer Guide, "Data protection in Amazon Kinesis Data Streams": producers need kms:GenerateDataKey, consumers
// kms:Decrypt.
test("asks the producer's and the consumer's permission for the key", async () => {
  const place = await newPlace();
  const { account, kinesis } = place;
  await newStream(place);
  await kinesis.send(new PutRecordCommand({ StreamName: "clicks", PartitionKey: "k", Data: bytes("open") }));
  const { KeyMetadata } = await account.client(KMSClient).send(new CreateKeyCommand({}));
  const KeyId = KeyMetadata?.KeyId ?? "";
  await kinesis.send(new StartStreamEncryptionCommand({ StreamName: "clicks", EncryptionType: "KMS", KeyId }));
  await active(place, "clicks");
  const put = await kinesis.send(
    new PutRecordCommand({ StreamName: "clicks", PartitionKey: "k", Data: bytes("sealed") }),
  );
  expect(put.EncryptionType).toBe("KMS");
  const { Records = [] } = await kinesis.send(
    new GetRecordsCommand({ ShardIterator: await iterator(place, "clicks") }),
  );
  expect(Records.map(({ EncryptionType }) => EncryptionType)).toEqual([undefined, "KMS"]);
  expect(Records.map(({ Data }) => Buffer.from(Data ?? []).toString())).toEqual(["open", "sealed"]);

  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: "ann" }));
  const allow = { Effect: "Allow", Action: "kinesis:*", Resource: "*" };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [allow] });
  await iam.send(new PutUserPolicyCommand({ UserName: "ann", PolicyName: "streams", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "ann" }));
  const ann = account.clientWith(KinesisClient, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
  const record = { PartitionKey: "k", Data: bytes("x") };
  await expect(ann.send(new PutRecordCommand({ StreamName: "clicks", ...record }))).rejects.toMatchObject({
    name: "KMSAccessDeniedException",
  });
  await expect(
    ann.send(new GetRecordsCommand({ ShardIterator: await iterator(place, "clicks") })),
  ).rejects.toMatchObject({ name: "KMSAccessDeniedException" });

  await kinesis.send(new StopStreamEncryptionCommand({ StreamName: "clicks", EncryptionType: "KMS", KeyId }));
  await active(place, "clicks");
  const plain = await kinesis.send(new PutRecordsCommand({ StreamName: "clicks", Records: [record] }));
  expect(plain.EncryptionType).toBe("NONE");
  expect(await read(place, "clicks")).toEqual(["open", "sealed", "x"]);
});

// AWS: "What is server-side encryption": data keys are used for up to five minutes.
test("stops when the key is disabled, once the data keys are over", async () => {
  const yard = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.UTC(2026, 0, 1) }) });
  const place = await newPlace(yard);
  await newStream(place);
  const kms = place.account.client(KMSClient);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const KeyId = KeyMetadata?.KeyId ?? "";
  const start = new StartStreamEncryptionCommand({ StreamName: "clicks", EncryptionType: "KMS", KeyId });
  await place.kinesis.send(start);
  await active(place, "clicks");
  const put = () =>
    place.kinesis.send(new PutRecordCommand({ StreamName: "clicks", PartitionKey: "k", Data: bytes("x") }));
  await put();
  await kms.send(new DisableKeyCommand({ KeyId }));
  await put();
  await yard.advance(5 * 60_000);
  await expect(put()).rejects.toMatchObject({ name: "KMSDisabledException" });
  const gone = new StartStreamEncryptionCommand({
    StreamName: "clicks",
    EncryptionType: "KMS",
    KeyId: "11111111-2222-3333-4444-555555555555",
  });
  await expect(place.kinesis.send(gone)).rejects.toMatchObject({ name: "KMSNotFoundException" });
  await yard.stop();
});
