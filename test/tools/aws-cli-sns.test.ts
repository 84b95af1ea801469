// Goal: SNS is SNS to the AWS CLI. Method: every operation that is served, called by the CLI's own code against a yard in this process;
// what is served and was not called fails the last test.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inbox } from "../../src/services/sns/inbox.ts";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

if (!hasAwsCli) test("the AWS CLI is not installed: SNS is not tried with it", () => expect(hasAwsCli).toBe(false));

describe.runIf(hasAwsCli)("the AWS CLI calls SNS", () => {
  const phone = "+15555550100";
  let cli: AwsCli;
  let aws: AwsCli["aws"];
  let topicArn: string;
  let topic: readonly string[];

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
    topicArn = await aws<string>`sns create-topic --name news --tags Key=team,Value=a --query TopicArn`;
    topic = ["--topic-arn", topicArn];
  });
  afterAll(() => cli.stop());

  /** The newest of what SNS sent to people. */
  async function newestInInbox(): Promise<string> {
    await cli.settled();
    return inbox(cli.yard.yard.context.store, cli.account.account, cli.account.region).at(-1)?.text ?? "";
  }

  test("for topics, their attributes, tags and permissions", async () => {
    await aws`sns set-topic-attributes ${topic} --attribute-name DisplayName --attribute-value ${"The News"}`;
    expect(await aws`sns get-topic-attributes ${topic} --query Attributes.DisplayName`).toBe("The News");
    expect(await aws`sns list-topics --query Topics[].TopicArn`).toEqual([topicArn]);
    await aws`sns tag-resource --resource-arn ${topicArn} --tags Key=stage,Value=test`;
    await aws`sns untag-resource --resource-arn ${topicArn} --tag-keys team`;
    const tags = await aws`sns list-tags-for-resource --resource-arn ${topicArn} --query Tags`;
    expect(tags).toEqual([{ Key: "stage", Value: "test" }]);
    await aws`sns add-permission ${topic} --label all --aws-account-id 123456789012 --action-name Publish`;
    await aws`sns remove-permission ${topic} --label all`;
  });

  test("for subscriptions and messages", async () => {
    const endpoint = ["--protocol", "email-json", "--notification-endpoint", "program@example.com"];
    const pending = await aws`sns subscribe ${topic} ${endpoint} --query SubscriptionArn`;
    expect(pending).toBe("pending confirmation");
    const { Token } = JSON.parse(await newestInInbox()) as { Token: string };
    const confirmed = await aws<string>`sns confirm-subscription ${topic} --token ${Token} --query SubscriptionArn`;
    const subscription = ["--subscription-arn", confirmed];
    const filter = ["--attribute-name", "FilterPolicy", "--attribute-value", '{"kind": ["a"]}'];
    await aws`sns set-subscription-attributes ${subscription} ${filter}`;
    const attributes = aws`sns get-subscription-attributes ${subscription} --query Attributes`;
    expect(await attributes).toMatchObject({ PendingConfirmation: "false", FilterPolicy: '{"kind": ["a"]}' });
    const listed = await aws<object[]>`sns list-subscriptions --query Subscriptions`;
    expect(listed).toMatchObject([{ SubscriptionArn: confirmed }]);
    expect(await aws`sns list-subscriptions-by-topic ${topic} --query Subscriptions`).toEqual(listed);

    const kind = { kind: { DataType: "String", StringValue: "a" } };
    await aws`sns publish ${topic} --message ${"for all"} --message-attributes ${kind}`;
    expect(JSON.parse(await newestInInbox())).toMatchObject({ Message: "for all" });
    const entries = [{ Id: "1", Message: "in a batch", MessageAttributes: kind }];
    const sent = aws`sns publish-batch ${topic} --publish-batch-request-entries ${entries} --query Successful[].Id`;
    expect(await sent).toEqual(["1"]);
    expect(JSON.parse(await newestInInbox())).toMatchObject({ Message: "in a batch" });
    await aws`sns unsubscribe ${subscription}`;
  });

  test("for text messages", async () => {
    await aws`sns set-sms-attributes --attributes DefaultSMSType=Transactional`;
    expect(await aws`sns get-sms-attributes --query attributes`).toEqual({ DefaultSMSType: "Transactional" });
    await aws`sns publish --phone-number ${phone} --message hello`;
    expect(await newestInInbox()).toContain("hello");
    const asked = await aws`sns check-if-phone-number-is-opted-out --phone-number ${phone} --query isOptedOut`;
    expect(asked).toBe(false);
    expect(await aws`sns list-phone-numbers-opted-out --query phoneNumbers`).toEqual([]);
    await aws`sns opt-in-phone-number --phone-number ${phone}`;
    expect(await aws`sns list-origination-numbers --query PhoneNumbers`).toEqual([]);
  });

  test("for the sandbox of text messages", async () => {
    expect(await aws`sns get-sms-sandbox-account-status --query IsInSandbox`).toBe(false);
    await aws`sns create-sms-sandbox-phone-number --phone-number ${phone}`;
    const [password = ""] = /\d{6}/.exec(await newestInInbox()) ?? [];
    await aws`sns verify-sms-sandbox-phone-number --phone-number ${phone} --one-time-password ${password}`;
    const numbers = await aws`sns list-sms-sandbox-phone-numbers --query PhoneNumbers`;
    expect(numbers).toEqual([{ PhoneNumber: phone, Status: "Verified" }]);
    // AWS: "SMS sandbox": a verified number stays for a day.
    await cli.yard.advance(24 * 60 * 60 * 1000);
    await aws`sns delete-sms-sandbox-phone-number --phone-number ${phone}`;
  });

  test("for mobile push", async () => {
    const made = ["--name", "app", "--platform", "GCM", "--attributes", "PlatformCredential=key"];
    const arn = await aws<string>`sns create-platform-application ${made} --query PlatformApplicationArn`;
    const application = ["--platform-application-arn", arn];
    await aws`sns set-platform-application-attributes ${application} --attributes Enabled=true`;
    const enabled = ["--query", "Attributes.Enabled"];
    expect(await aws`sns get-platform-application-attributes ${application} ${enabled}`).toBe("true");
    expect(await aws`sns list-platform-applications --query length(PlatformApplications)`).toBe(1);
    const device = await aws<string>`sns create-platform-endpoint ${application} --token t --query EndpointArn`;
    await aws`sns publish --target-arn ${device} --message hello`;
    await aws`sns set-endpoint-attributes --endpoint-arn ${device} --attributes Enabled=false`;
    expect(await aws`sns get-endpoint-attributes --endpoint-arn ${device} ${enabled}`).toBe("false");
    expect(await aws`sns list-endpoints-by-platform-application ${application} --query length(Endpoints)`).toBe(1);
    await aws`sns delete-endpoint --endpoint-arn ${device}`;
    await aws`sns delete-platform-application ${application}`;
  });

  test("and is told of a topic that is gone", async () => {
    await aws`sns delete-topic ${topic}`;
    await expect(aws`sns publish ${topic} --message late`).rejects.toThrow(
      "An error occurred (NotFound) when calling the Publish operation: Topic does not exist",
    );
  });

  test("in every operation that is served", () => {
    expect(cli.uncalled("sns")).toEqual([]);
  });
});
