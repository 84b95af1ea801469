// What topics send to people: e-mails, text messages and push notifications, all kept in the inbox.

import {
  CheckIfPhoneNumberIsOptedOutCommand,
  CreatePlatformApplicationCommand,
  CreatePlatformEndpointCommand,
  CreateSMSSandboxPhoneNumberCommand,
  DeleteEndpointCommand,
  DeletePlatformApplicationCommand,
  DeleteSMSSandboxPhoneNumberCommand,
  GetEndpointAttributesCommand,
  GetPlatformApplicationAttributesCommand,
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  ListEndpointsByPlatformApplicationCommand,
  ListOriginationNumbersCommand,
  ListPhoneNumbersOptedOutCommand,
  ListPlatformApplicationsCommand,
  ListSMSSandboxPhoneNumbersCommand,
  OptInPhoneNumberCommand,
  PublishCommand,
  SetEndpointAttributesCommand,
  SetPlatformApplicationAttributesCommand,
  SetSMSAttributesCommand,
  SetTopicAttributesCommand,
  VerifySMSSandboxPhoneNumberCommand,
} from "@aws-sdk/client-sns";
import { expect, onTestFinished, test } from "vitest";
import { testYard } from "../../../testing/harness.ts";
import { answerTextMessage } from "../text-message-answer.ts";
import { snsBench } from "./bench.ts";

const linkIn = (text = ""): string => /http:\S+/.exec(text)?.[0] ?? "";

// Goal: a mailbox confirms by the link in its mail, gets the text, and can end it by the other link. AWS: "Email notifications".
test("mails who has confirmed", async () => {
  const { sns, topic, subscribe, publish, settled, mails } = await snsBench();
  const TopicArn = await topic("news", { DisplayName: "The News" });
  await subscribe(TopicArn, "email", "reader@example.com");
  await publish(TopicArn, "too early");
  await settled();
  expect(mails()).toMatchObject([
    {
      kind: "email",
      from: "The News <no-reply@sns.amazonaws.com>",
      to: ["reader@example.com"],
      subject: "AWS Notification - Subscription Confirmation",
    },
  ]);
  expect(await (await fetch(linkIn(mails()[0]?.text))).text()).toContain("Subscription confirmed!");
  await sns.send(new PublishCommand({ TopicArn, Subject: "Today", Message: "It rains." }));
  await settled();
  expect(mails()[1]).toMatchObject({ subject: "Today", text: expect.stringMatching(/^It rains\./) });
  expect(await (await fetch(linkIn(mails()[1]?.text))).text()).toContain("Subscription removed!");
  await publish(TopicArn, "too late");
  await settled();
  expect(mails()).toHaveLength(2);
});

// Goal: a mailbox for programs gets JSON, also to confirm. AWS: Subscribe, email-json.
test("mails JSON to programs", async () => {
  const { topic, subscribe, publish, settled, mails } = await snsBench();
  const TopicArn = await topic("news");
  await subscribe(TopicArn, "email-json", "program@example.com");
  await settled();
  const { SubscribeURL = "" } = JSON.parse(mails()[0]?.text ?? "{}") as Record<string, string>;
  expect((await fetch(SubscribeURL)).status).toBe(200);
  await publish(TopicArn, "hello");
  await settled();
  expect(JSON.parse(mails()[1]?.text ?? "{}")).toMatchObject({ Type: "Notification", Message: "hello" });
});

// Goal: text messages to numbers and subscribers, with the account's settings and the message's own. AWS: "Publishing to a mobile phone",
// SetSMSAttributes; CreateTopic, DisplayName: its first ten characters.
test("texts numbers and subscribers", async () => {
  const { sns, topic, subscribe, publish, settled, mails } = await snsBench();
  await sns.send(
    new SetSMSAttributesCommand({ attributes: { DefaultSMSType: "Transactional", DefaultSenderID: "Shop" } }),
  );
  expect((await sns.send(new GetSMSAttributesCommand({ attributes: ["DefaultSMSType"] }))).attributes).toEqual({
    DefaultSMSType: "Transactional",
  });
  await sns.send(new PublishCommand({ PhoneNumber: "+15555550100", Message: "Your code is 1" }));
  await sns.send(
    new PublishCommand({
      PhoneNumber: "+15555550100",
      Message: "Sale",
      MessageAttributes: {
        "AWS.SNS.SMS.SenderID": { DataType: "String", StringValue: "Other" },
        "AWS.SNS.SMS.SMSType": { DataType: "String", StringValue: "Promotional" },
      },
    }),
  );
  const TopicArn = await topic("alerts", { DisplayName: "Alerts of the shop" });
  const arn = await subscribe(TopicArn, "sms", "+1 (555) 555-0101");
  expect(arn).toContain(TopicArn);
  await publish(TopicArn, "Closed");
  await settled();
  expect(mails()).toMatchObject([
    { kind: "sms", from: "Shop", to: ["+15555550100"], text: "Your code is 1", details: { type: "Transactional" } },
    { kind: "sms", from: "Other", text: "Sale", details: { type: "Promotional" } },
    { kind: "sms", from: "Shop", to: ["+15555550101"], text: "Alerts of > Closed" },
  ]);
  for (const input of [
    { PhoneNumber: "NAA+15551234567", Message: "x" },
    { PhoneNumber: "+15555550100", Message: "x".repeat(1_601) },
    { PhoneNumber: "+15555550100", TopicArn, Message: "x" },
  ])
    await expect(sns.send(new PublishCommand(input))).rejects.toMatchObject({ name: "InvalidParameterException" });
  const set = (attributes: Record<string, string>) => sns.send(new SetSMSAttributesCommand({ attributes }));
  await expect(set({ DefaultSMSType: "Loud" })).rejects.toMatchObject({ name: "InvalidParameterException" });
  await expect(set({ Nonsense: "x" })).rejects.toMatchObject({ name: "InvalidParameterException" });
  await expect(set({ UsageReportS3Bucket: "bucket" })).rejects.toMatchObject({ name: "NotImplemented" });
  expect((await sns.send(new ListOriginationNumbersCommand({}))).PhoneNumbers).toEqual([]);
});

// Goal: who answers STOP gets no more, until opted in again, which is possible once in 30 days. AWS: "Opting out of receiving SMS messages",
// OptInPhoneNumber.
test("respects who opted out", async () => {
  const yard = await testYard();
  onTestFinished(() => yard.stop());
  const { account, sns, mails } = await snsBench(yard);
  const [number, text] = ["+15555550100", () => sns.send(new PublishCommand({ PhoneNumber: number, Message: "hi" }))];
  const isOptedOut = async () =>
    (await sns.send(new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber: number }))).isOptedOut;
  const answer = (word: string) => answerTextMessage(yard.yard.context.store, account, number, word);
  const optIn = () => sns.send(new OptInPhoneNumberCommand({ phoneNumber: number }));
  answer("thanks");
  expect(await isOptedOut()).toBe(false);
  answer(" stop ");
  expect(await isOptedOut()).toBe(true);
  expect((await sns.send(new ListPhoneNumbersOptedOutCommand({}))).phoneNumbers).toEqual([number]);
  expect((await text()).MessageId).toBeDefined();
  expect(mails()).toEqual([]);
  await expect(sns.send(new CreateSMSSandboxPhoneNumberCommand({ PhoneNumber: number }))).rejects.toMatchObject({
    name: "OptedOutException",
  });
  await optIn();
  await text();
  expect(mails()).toHaveLength(1);
  answer("STOP");
  await expect(optIn()).rejects.toMatchObject({ name: "InvalidParameterException" });
  await yard.advance(30 * 86_400_000);
  await optIn();
  expect(await isOptedOut()).toBe(false);
});

// Goal: the sandbox's numbers, with the password that comes by text. AWS: "SMS sandbox"; errors of its operations.
test("verifies numbers of the sandbox", async () => {
  const yard = await testYard();
  onTestFinished(() => yard.stop());
  const { sns, mails } = await snsBench(yard);
  const PhoneNumber = "+15555550100";
  const list = async () => (await sns.send(new ListSMSSandboxPhoneNumbersCommand({ MaxResults: 1 }))).PhoneNumbers;
  const verify = (OneTimePassword: string) =>
    sns.send(new VerifySMSSandboxPhoneNumberCommand({ PhoneNumber, OneTimePassword }));
  const remove = () => sns.send(new DeleteSMSSandboxPhoneNumberCommand({ PhoneNumber }));
  expect((await sns.send(new GetSMSSandboxAccountStatusCommand({}))).IsInSandbox).toBe(false);
  await expect(verify("123456")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await expect(remove()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await sns.send(new CreateSMSSandboxPhoneNumberCommand({ PhoneNumber }));
  expect(await list()).toEqual([{ PhoneNumber, Status: "Pending" }]);
  const [code = ""] = /\d{6}/.exec(mails()[0]?.text ?? "") ?? [];
  await expect(verify(code === "000000" ? "000001" : "000000")).rejects.toMatchObject({
    name: "VerificationException",
  });
  await verify(code);
  expect(await list()).toEqual([{ PhoneNumber, Status: "Verified" }]);
  await expect(remove()).rejects.toMatchObject({ name: "UserErrorException" });
  await yard.advance(86_400_000);
  await remove();
  expect(await list()).toEqual([]);
  await expect(sns.send(new CreateSMSSandboxPhoneNumberCommand({ PhoneNumber: "not a number" }))).rejects.toMatchObject(
    { name: "InvalidParameterException" },
  );
});

// Goal: applications, devices, pushes to one and by a topic, and what a disabled one answers. AWS: "Mobile push notifications"; the wording of a
// token that is taken is recorded.
test("pushes to devices", async () => {
  const { account, sns, topic, subscribe, settled, mails } = await snsBench();
  const { PlatformApplicationArn = "" } = await sns.send(
    new CreatePlatformApplicationCommand({
      Name: "app",
      Platform: "GCM",
      Attributes: { PlatformCredential: "secret" },
    }),
  );
  expect(PlatformApplicationArn).toBe(`arn:aws:sns:${account.region}:${account.account}:app/GCM/app`);
  expect((await sns.send(new GetPlatformApplicationAttributesCommand({ PlatformApplicationArn }))).Attributes).toEqual({
    Enabled: "true",
  });
  const register = async (Token: string, CustomUserData?: string) =>
    (await sns.send(new CreatePlatformEndpointCommand({ PlatformApplicationArn, Token, CustomUserData })))
      .EndpointArn ?? "";
  const device = await register("token-1");
  expect(await register("token-1")).toBe(device);
  await expect(register("token-1", "other")).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: `Invalid parameter: Token Reason: Endpoint ${device} already exists with the same Token, but different attributes.`,
  });
  expect((await sns.send(new GetEndpointAttributesCommand({ EndpointArn: device }))).Attributes).toEqual({
    Enabled: "true",
    Token: "token-1",
  });
  const Message = JSON.stringify({ default: "for all", GCM: '{"notification":{"body":"for Google"}}' });
  await sns.send(new PublishCommand({ TargetArn: device, Message, MessageStructure: "json" }));
  const TopicArn = await topic("news");
  await subscribe(TopicArn, "application", device);
  await sns.send(new PublishCommand({ TopicArn, Message, MessageStructure: "json" }));
  await settled();
  const pushed = {
    kind: "push",
    from: "app",
    to: [device],
    text: '{"notification":{"body":"for Google"}}',
    details: { platform: "GCM", token: "token-1" },
  };
  expect(mails()).toMatchObject([pushed, pushed]);

  const publish = () => sns.send(new PublishCommand({ TargetArn: device, Message: "x" }));
  const enable = (Enabled: string) =>
    sns.send(new SetEndpointAttributesCommand({ EndpointArn: device, Attributes: { Enabled } }));
  await enable("false");
  await expect(publish()).rejects.toMatchObject({ name: "EndpointDisabledException", message: "Endpoint is disabled" });
  await enable("true");
  await sns.send(
    new SetPlatformApplicationAttributesCommand({ PlatformApplicationArn, Attributes: { Enabled: "false" } }),
  );
  await expect(publish()).rejects.toMatchObject({ name: "PlatformApplicationDisabledException" });
  expect((await sns.send(new ListPlatformApplicationsCommand({}))).PlatformApplications).toMatchObject([
    { PlatformApplicationArn, Attributes: { Enabled: "false" } },
  ]);
  const listed = () => sns.send(new ListEndpointsByPlatformApplicationCommand({ PlatformApplicationArn }));
  expect((await listed()).Endpoints).toMatchObject([{ EndpointArn: device }]);
  await sns.send(new DeleteEndpointCommand({ EndpointArn: device }));
  await expect(sns.send(new GetEndpointAttributesCommand({ EndpointArn: device }))).rejects.toMatchObject({
    name: "NotFoundException",
    message: "Endpoint does not exist",
  });
  await sns.send(new DeletePlatformApplicationCommand({ PlatformApplicationArn }));
  await expect(listed()).rejects.toMatchObject({ message: "PlatformApplication does not exist" });
  await expect(register("token-2")).rejects.toMatchObject({ name: "NotFoundException" });
});

// Goal: what an application must have. AWS: CreatePlatformApplication. What is not there says so.
test.each([
  [{ Name: "a b", Platform: "GCM", Attributes: { PlatformCredential: "x" } }, "InvalidParameterException"],
  [{ Name: "a", Platform: "PIGEON", Attributes: { PlatformCredential: "x" } }, "InvalidParameterException"],
  [{ Name: "a", Platform: "GCM", Attributes: { Enabled: "true" } }, "InvalidParameterException"],
  [{ Name: "a", Platform: "APNS", Attributes: { PlatformCredential: "x" } }, "InvalidParameterException"],
  [{ Name: "a", Platform: "GCM", Attributes: { PlatformCredential: "x", Color: "red" } }, "InvalidParameterException"],
  [
    { Name: "a", Platform: "GCM", Attributes: { PlatformCredential: "x", EventEndpointCreated: "arn:x" } },
    "NotImplemented",
  ],
])("refuses the application %j", async (input, name) => {
  const { sns } = await snsBench();
  await expect(sns.send(new CreatePlatformApplicationCommand(input))).rejects.toMatchObject({ name });
});

// Goal: a display name that changes is the one of the next mail. AWS: SetTopicAttributes, DisplayName.
test("mails under the topic's present name", async () => {
  const { sns, topic, subscribe, settled, mails } = await snsBench();
  const TopicArn = await topic("news");
  await sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: "DisplayName", AttributeValue: "New Name" }));
  await subscribe(TopicArn, "email", "reader@example.com");
  await settled();
  expect(mails()[0]?.from).toBe("New Name <no-reply@sns.amazonaws.com>");
});
