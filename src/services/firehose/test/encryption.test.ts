// Records at rest under a customer's key: what lies in the store, who must be granted what, and what a disabled key does.

import {
  DescribeDeliveryStreamCommand,
  PutRecordCommand,
  StartDeliveryStreamEncryptionCommand,
  StopDeliveryStreamEncryptionCommand,
} from "@aws-sdk/client-firehose";
import {
  CreateKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  KMSClient,
  ListGrantsCommand,
} from "@aws-sdk/client-kms";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestYard } from "../../../testing/harness.ts";
import { newPlace, newStream, type Place, texts, timedYard } from "./places.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await timedYard();
});
afterAll(() => yard.stop());

const DeliveryStreamName = "clicks";
const putOne = ({ firehose }: Place, text: string) =>
  firehose.send(new PutRecordCommand({ DeliveryStreamName, Record: { Data: Buffer.from(text) } }));
const configuration = async ({ firehose }: Place) =>
  (await firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName }))).DeliveryStreamDescription
    ?.DeliveryStreamEncryptionConfiguration;

// Goal: data at rest is encrypted and comes out as it was. Method: what the store has is read past the API.
test("keeps records encrypted under the customer's key, by a grant", async () => {
  const place = await newPlace(yard);
  const kms = place.account.client(KMSClient);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const KeyARN = KeyMetadata?.Arn;
  await newStream(
    place,
    {},
    { DeliveryStreamEncryptionConfigurationInput: { KeyType: "CUSTOMER_MANAGED_CMK", KeyARN } },
  );
  expect(await configuration(place)).toEqual({ Status: "ENABLED", KeyType: "CUSTOMER_MANAGED_CMK", KeyARN });
  expect((await kms.send(new ListGrantsCommand({ KeyId: KeyARN }))).Grants).toMatchObject([
    { GranteeServicePrincipal: "firehose.amazonaws.com" },
  ]);
  expect(await putOne(place, "very secret")).toMatchObject({ Encrypted: true });
  const rows = yard.yard.context.store.read((tx) => [
    ...tx.range<{ data?: Uint8Array }>({ prefix: ["firehose", place.account.account, "us-east-1", "waiting"] }),
  ]);
  expect(rows.map(({ value }) => Buffer.from(value.data ?? []).includes("secret"))).toEqual([false]);
  await yard.advance(300_000);
  expect(Object.values(await texts(place))).toEqual(["very secret"]);

  await kms.send(new DisableKeyCommand({ KeyId: KeyARN }));
  await yard.advance(300_000);
  // AWS: PutRecord: InvalidKMSResourceException, with the code of KMS.
  await expect(putOne(place, "x")).rejects.toMatchObject({
    name: "InvalidKMSResourceException",
    code: "DisabledException",
  });
  await kms.send(new EnableKeyCommand({ KeyId: KeyARN }));
  expect(await putOne(place, "x")).toMatchObject({ Encrypted: true });
});

test("starts and stops encryption of a stream that is there", async () => {
  const place = await newPlace(yard);
  await newStream(place);
  expect(await putOne(place, "a")).toMatchObject({ Encrypted: false });
  await place.firehose.send(new StartDeliveryStreamEncryptionCommand({ DeliveryStreamName }));
  await yard.yard.context.jobs.settled();
  expect(await configuration(place)).toEqual({ Status: "ENABLED", KeyType: "AWS_OWNED_CMK" });
  expect(await putOne(place, "b")).toMatchObject({ Encrypted: true });
  await place.firehose.send(new StopDeliveryStreamEncryptionCommand({ DeliveryStreamName }));
  await yard.yard.context.jobs.settled();
  expect(await configuration(place)).toEqual({ Status: "DISABLED" });
  await yard.advance(300_000);
  expect(Object.values(await texts(place))).toEqual(["ab"]);
});

// AWS: StartDeliveryStreamEncryption: "a combined limit of 25 calls per Firehose stream per 24 hours".
test("changes encryption 25 times a day at most", async () => {
  const place = await newPlace(yard);
  await newStream(place);
  const change = async (number: number) => {
    await (number % 2 === 0
      ? place.firehose.send(new StartDeliveryStreamEncryptionCommand({ DeliveryStreamName }))
      : place.firehose.send(new StopDeliveryStreamEncryptionCommand({ DeliveryStreamName })));
    await yard.yard.context.jobs.settled();
  };
  for (let number = 0; number < 25; number += 1) await change(number);
  await expect(change(25)).rejects.toMatchObject({ name: "LimitExceededException" });
  await yard.advance(24 * 3_600_000);
  await change(25);
});
