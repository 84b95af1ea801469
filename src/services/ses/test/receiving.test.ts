// Receiving through version 1: rule sets and their rules, and what the rules do with mails within the yard.

import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  CloneReceiptRuleSetCommand,
  CreateReceiptFilterCommand,
  CreateReceiptRuleCommand,
  CreateReceiptRuleSetCommand,
  DeleteReceiptFilterCommand,
  DeleteReceiptRuleCommand,
  DeleteReceiptRuleSetCommand,
  DescribeActiveReceiptRuleSetCommand,
  DescribeReceiptRuleCommand,
  DescribeReceiptRuleSetCommand,
  ListReceiptFiltersCommand,
  ListReceiptRuleSetsCommand,
  type ReceiptAction,
  type ReceiptRule,
  ReorderReceiptRuleSetCommand,
  SendBounceCommand,
  SendRawEmailCommand,
  SetActiveReceiptRuleSetCommand,
  SetIdentityNotificationTopicCommand,
  SetReceiptRulePositionCommand,
  UpdateReceiptRuleCommand,
} from "@aws-sdk/client-ses";
import { expect, test } from "vitest";
import { sharedYard, type TestAccount } from "../../../testing/harness.ts";
import { lambdaBench } from "../../lambda/test/bench.ts";
import { mailBench, policyFor } from "./bench.ts";

async function receiver(owner?: TestAccount) {
  const bench = await mailBench(undefined, owner);
  const domain = `d${bench.account.account}.example.org`;
  await bench.verified(domain, "a@example.com");
  await bench.v1.send(new CreateReceiptRuleSetCommand({ RuleSetName: "main" }));
  await bench.v1.send(new SetActiveReceiptRuleSetCommand({ RuleSetName: "main" }));
  const rule = (Name: string, Actions: ReceiptAction[], more: Partial<ReceiptRule> = {}, After?: string) =>
    bench.v1.send(
      new CreateReceiptRuleCommand({ RuleSetName: "main", After, Rule: { Name, Enabled: true, Actions, ...more } }),
    );
  const send = (to: string, subject = "Order", body = "Please.") =>
    bench.v1.send(
      new SendRawEmailCommand({
        RawMessage: {
          Data: Buffer.from(`From: a@example.com\r\nTo: ${to}\r\nSubject: ${subject}\r\n\r\n${body}\r\n`),
        },
      }),
    );
  return { ...bench, domain, rule, send };
}

// Goal: rule sets and rules are made, ordered, cloned and deleted. AWS: CreateReceiptRule (After), ReorderReceiptRuleSet,
// SetReceiptRulePosition, CloneReceiptRuleSet, DeleteReceiptRuleSet.
test("keeps rule sets and the order of their rules", async () => {
  const { v1, rule } = await receiver();
  await rule("c", []);
  await rule("a", []);
  await rule("b", [], {}, "a");
  const names = async (RuleSetName = "main") =>
    (await v1.send(new DescribeReceiptRuleSetCommand({ RuleSetName }))).Rules?.map(({ Name }) => Name);
  expect(await names()).toEqual(["a", "b", "c"]);
  await v1.send(new SetReceiptRulePositionCommand({ RuleSetName: "main", RuleName: "a", After: "c" }));
  expect(await names()).toEqual(["b", "c", "a"]);
  await v1.send(new ReorderReceiptRuleSetCommand({ RuleSetName: "main", RuleNames: ["c", "a", "b"] }));
  await v1.send(new CloneReceiptRuleSetCommand({ RuleSetName: "copy", OriginalRuleSetName: "main" }));
  await v1.send(new DeleteReceiptRuleCommand({ RuleSetName: "main", RuleName: "a" }));
  expect([await names(), await names("copy")]).toEqual([
    ["c", "b"],
    ["c", "a", "b"],
  ]);
  await v1.send(
    new UpdateReceiptRuleCommand({ RuleSetName: "main", Rule: { Name: "b", Recipients: ["x@example.org"] } }),
  );
  expect(await v1.send(new DescribeReceiptRuleCommand({ RuleSetName: "main", RuleName: "b" }))).toMatchObject({
    Rule: { Name: "b", Enabled: false, TlsPolicy: "Optional", Recipients: ["x@example.org"], ScanEnabled: false },
  });
  await expect(v1.send(new DeleteReceiptRuleSetCommand({ RuleSetName: "main" }))).rejects.toMatchObject({
    Code: "CannotDelete",
  });
  await expect(rule("b", [])).rejects.toMatchObject({ Code: "AlreadyExists" });
  await expect(rule("d", [], {}, "gone")).rejects.toMatchObject({ Code: "RuleDoesNotExist" });
  await v1.send(new SetActiveReceiptRuleSetCommand({}));
  expect(await v1.send(new DescribeActiveReceiptRuleSetCommand({}))).not.toHaveProperty("Metadata");
  await v1.send(new DeleteReceiptRuleSetCommand({ RuleSetName: "main" }));
  const { RuleSets } = await v1.send(new ListReceiptRuleSetsCommand({}));
  expect(RuleSets?.map(({ Name }) => Name)).toEqual(["copy"]);
  await expect(
    rule("w", [{ WorkmailAction: { OrganizationArn: "arn:aws:workmail:us-east-1:1:organization/m-1" } }]),
  ).rejects.toMatchObject({ name: "NotImplemented" });
});

// Goal: a mail becomes an object, and a topic hears of it; only with the bucket's leave. AWS: "Deliver to S3 bucket action",
// "Giving permissions to Amazon SES for email receiving", "Notification contents for Amazon SES email receiving".
test("stores mails in a bucket", async () => {
  const { account, rule, send, domain, topic } = await receiver();
  const s3 = account.client(S3Client);
  const Bucket = `mails-${account.account}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  const { arn, heard } = await topic("stored");
  const action = { S3Action: { BucketName: Bucket, ObjectKeyPrefix: "in/", TopicArn: arn } };
  const header = { AddHeaderAction: { HeaderName: "X-Sorted", HeaderValue: "yes" } };
  await expect(rule("store", [action])).rejects.toMatchObject({
    Code: "InvalidS3Configuration",
    message: `Could not write to bucket: ${Bucket}`,
  });
  const Policy = policyFor("s3:PutObject", `arn:aws:s3:::${Bucket}/*`, account.account);
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  await rule("store", [header, action], { Recipients: [domain], ScanEnabled: true });
  await heard();
  await send(`sales+x@${domain}`);
  const [told] = await heard();
  expect(told).toMatchObject({
    notificationType: "Received",
    mail: { destination: [`sales+x@${domain}`], commonHeaders: { subject: "Order", from: ["a@example.com"] } },
    receipt: {
      recipients: [`sales+x@${domain}`],
      spamVerdict: { status: "PASS" },
      virusVerdict: { status: "PASS" },
      action: { type: "S3", bucketName: Bucket, objectKeyPrefix: "in/", topicArn: arn },
    },
  });
  expect(told?.["mail"].source).toMatch(/@[a-z0-9-]+\.amazonses\.com$/);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "in/" }));
  expect(Contents.map(({ Key }) => Key)).toContain("in/AMAZON_SES_SETUP_NOTIFICATION");
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: told?.["receipt"].action.objectKey }));
  const text = await Body?.transformToString();
  expect(text).toMatch(/^X-Sorted: yes\r\nReturn-Path: </);
  expect(text).toContain("Subject: Order\r\n");
  expect(text).toMatch(/\r\n\r\nPlease\.\r\n$/);
});

// Goal: a function hears of a mail and ends its rules. AWS: "Lambda function event data", "STOP_RULE_SET".
test("asks a function, whose answer counts", async () => {
  const functions = await lambdaBench(await sharedYard());
  const { account, rule, send, domain, topic } = await receiver(functions.account);
  const { arn, heard } = await topic("after");
  const FunctionArn = await functions.create(
    "sort",
    `export const handler = async ({ Records: [{ eventSource, ses }] }) =>
      ({ disposition: eventSource === "aws:ses" && ses.mail.commonHeaders.subject === "stop" ? "STOP_RULE_SET" : "CONTINUE" });`,
  );
  const ask: ReceiptAction = { LambdaAction: { FunctionArn, InvocationType: "RequestResponse" } };
  await expect(rule("ask", [ask])).rejects.toMatchObject({ Code: "InvalidLambdaFunction" });
  await functions.lambda.send(
    new AddPermissionCommand({
      FunctionName: "sort",
      StatementId: "ses",
      Action: "lambda:InvokeFunction",
      Principal: "ses.amazonaws.com",
      SourceAccount: account.account,
    }),
  );
  await rule("tell", [{ SNSAction: { TopicArn: arn, Encoding: "Base64" } }]);
  await rule("ask", [ask]);
  await heard();
  await send(`x@${domain}`, "stop");
  expect(await heard()).toEqual([]);
  await send(`x@${domain}`, "go");
  const [told] = await heard();
  expect(told?.["receipt"].action).toMatchObject({ type: "SNS", encoding: "BASE64", topicArn: arn });
  expect(Buffer.from(String(told?.["content"]), "base64").toString()).toContain("Subject: go");
});

// Goal: what no rule is for, what a filter blocks and what a rule bounces comes back to the sender as a bounce. AWS: "Email receiving
// concepts", "Return bounce response action", "Creating IP address filters", SendBounce.
test("bounces", async () => {
  const { v1, rule, send, domain, topic, lastMail, settled } = await receiver();
  const { arn, heard } = await topic("bounced");
  const set = { Identity: "a@example.com", NotificationType: "Bounce" as const, SnsTopic: arn };
  await v1.send(new SetIdentityNotificationTopicCommand(set));
  const bounces = async () =>
    (await heard()).flatMap(({ bounce }) => (bounce ? [bounce.bouncedRecipients[0].diagnosticCode] : []));
  await bounces();
  await send(`nobody@${domain}`);
  expect(await bounces()).toEqual(["smtp; 550 5.1.1 Requested action not taken: mailbox unavailable"]);
  const refusal = { SmtpReplyCode: "550", StatusCode: "5.7.1", Message: "No.", Sender: `mailer@${domain}` };
  await rule("refuse", [{ BounceAction: refusal }], { Recipients: [`no@${domain}`] });
  await rule("take", [], { Recipients: [`yes@${domain}`] });
  await send(`no@${domain}`);
  expect(await bounces()).toEqual(["smtp; 550 5.7.1 No."]);
  await send(`yes@${domain}`);
  expect(await bounces()).toEqual([]);
  const block = { Name: "block", IpFilter: { Policy: "Block" as const, Cidr: "127.0.0.0/8" } };
  await v1.send(new CreateReceiptFilterCommand({ Filter: block }));
  expect(await v1.send(new ListReceiptFiltersCommand({}))).toMatchObject({ Filters: [block] });
  await send(`yes@${domain}`);
  expect(await bounces()).toHaveLength(1);
  await v1.send(new DeleteReceiptFilterCommand({ FilterName: "block" }));
  await settled();
  expect(lastMail("a@example.com")?.subject).toBe("Delivery Status Notification (Failure)");
  await expect(
    v1.send(
      new SendBounceCommand({
        OriginalMessageId: "gone",
        BounceSender: `mailer@${domain}`,
        BouncedRecipientInfoList: [{ Recipient: `yes@${domain}` }],
      }),
    ),
  ).rejects.toMatchObject({ name: "MessageRejected" });
});
