// Identities through version 1: verification by a link, domains, settings, policies.

import {
  DeleteIdentityCommand,
  GetIdentityDkimAttributesCommand,
  GetIdentityMailFromDomainAttributesCommand,
  GetIdentityNotificationAttributesCommand,
  GetIdentityPoliciesCommand,
  GetIdentityVerificationAttributesCommand,
  ListIdentitiesCommand,
  ListIdentityPoliciesCommand,
  PutIdentityPolicyCommand,
  SendEmailCommand,
  type SendEmailCommandInput,
  SESClient,
  SetIdentityDkimEnabledCommand,
  SetIdentityFeedbackForwardingEnabledCommand,
  SetIdentityMailFromDomainCommand,
  SetIdentityNotificationTopicCommand,
  VerifyDomainDkimCommand,
  VerifyDomainIdentityCommand,
  VerifyEmailIdentityCommand,
} from "@aws-sdk/client-ses";
import { GetEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { expect, test } from "vitest";
import { mailBench } from "./bench.ts";

const mail = (Source: string, more: Partial<SendEmailCommandInput> = {}): SendEmailCommandInput => ({
  Source,
  Destination: { ToAddresses: ["b@example.com"] },
  Message: { Subject: { Data: "Hi" }, Body: { Text: { Data: "Hello" } } },
  ...more,
});

// Goal: an address sends only after its link was fetched. AWS: VerifyEmailIdentity; "Creating an email address identity".
test("verifies an address by the link in its mail", async () => {
  const { v1, lastMail } = await mailBench();
  const EmailAddress = "a@example.com";
  await v1.send(new VerifyEmailIdentityCommand({ EmailAddress }));
  const status = async () => {
    const { VerificationAttributes } = await v1.send(
      new GetIdentityVerificationAttributesCommand({ Identities: [EmailAddress, "gone@example.com"] }),
    );
    return VerificationAttributes;
  };
  expect(await status()).toEqual({ [EmailAddress]: { VerificationStatus: "Pending" } });
  await expect(v1.send(new SendEmailCommand(mail(EmailAddress)))).rejects.toMatchObject({
    name: "MessageRejected",
    message: expect.stringContaining("Email address is not verified."),
  });
  const [link = ""] = /http:\/\/\S+/.exec(lastMail(EmailAddress)?.text ?? "") ?? [];
  expect((await fetch(link.replace(/token=.*/, "token=guess"))).status).toBe(400);
  const answer = await fetch(link);
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining("successfully verified")]);
  expect(await status()).toEqual({ [EmailAddress]: { VerificationStatus: "Success" } });
  const { MessageId } = await v1.send(new SendEmailCommand(mail(EmailAddress)));
  expect(MessageId).toMatch(/-000000$/);
  expect((await fetch(link)).status).toBe(400);
});

// Goal: both versions of the API see one identity. AWS: VerifyDomainIdentity, VerifyDomainDkim, SetIdentity..., GetEmailIdentity.
test("shares a domain's settings between both versions", async () => {
  const { v1, v2 } = await mailBench();
  const Identity = "example.org";
  const { VerificationToken } = await v1.send(new VerifyDomainIdentityCommand({ Domain: Identity }));
  const { DkimTokens } = await v1.send(new VerifyDomainDkimCommand({ Domain: Identity }));
  expect(DkimTokens).toHaveLength(3);
  expect(await v1.send(new VerifyDomainIdentityCommand({ Domain: Identity }))).toMatchObject({ VerificationToken });
  await v1.send(new SetIdentityDkimEnabledCommand({ Identity, DkimEnabled: false }));
  await v1.send(
    new SetIdentityMailFromDomainCommand({
      Identity,
      MailFromDomain: "mail.example.org",
      BehaviorOnMXFailure: "RejectMessage",
    }),
  );
  expect(await v1.send(new GetIdentityDkimAttributesCommand({ Identities: [Identity] }))).toMatchObject({
    DkimAttributes: { [Identity]: { DkimEnabled: false, DkimVerificationStatus: "Success", DkimTokens } },
  });
  expect(await v1.send(new GetIdentityMailFromDomainAttributesCommand({ Identities: [Identity] }))).toMatchObject({
    MailFromDomainAttributes: { [Identity]: { MailFromDomain: "mail.example.org" } },
  });
  expect(await v2.send(new GetEmailIdentityCommand({ EmailIdentity: Identity }))).toMatchObject({
    DkimAttributes: { SigningEnabled: false, Tokens: DkimTokens },
    MailFromAttributes: { MailFromDomain: "mail.example.org", BehaviorOnMxFailure: "REJECT_MESSAGE" },
  });
  await expect(
    v1.send(new SetIdentityMailFromDomainCommand({ Identity, MailFromDomain: "mail.example.com" })),
  ).rejects.toMatchObject({ Code: "InvalidParameterValue" });
  await v1.send(new DeleteIdentityCommand({ Identity }));
  expect(await v1.send(new ListIdentitiesCommand({}))).toMatchObject({ Identities: [] });
});

// Goal: another account sends as an identity only where the identity's policy lets it. AWS: "Using sending authorization".
test("lets another account send by a policy", async () => {
  const owner = await mailBench();
  const other = await mailBench();
  await owner.verified("example.org");
  const SourceArn = `arn:aws:ses:${owner.account.region}:${owner.account.account}:identity/example.org`;
  const send = () =>
    other.account.client(SESClient).send(new SendEmailCommand(mail("news@example.org", { SourceArn })));
  await expect(send()).rejects.toMatchObject({ name: "AccessDenied" });
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: other.account.account },
        Action: "ses:SendEmail",
        Resource: SourceArn,
        Condition: { StringEquals: { "ses:FromAddress": "news@example.org" } },
      },
    ],
  });
  await owner.v1.send(new PutIdentityPolicyCommand({ Identity: "example.org", PolicyName: "news", Policy }));
  expect(await owner.v1.send(new ListIdentityPoliciesCommand({ Identity: "example.org" }))).toMatchObject({
    PolicyNames: ["news"],
  });
  const shown = await owner.v1.send(
    new GetIdentityPoliciesCommand({ Identity: "example.org", PolicyNames: ["news", "gone"] }),
  );
  expect(shown.Policies).toEqual({ news: Policy });
  await send();
  expect(other.mails()).toMatchObject([{ from: "news@example.org" }]);
  await expect(other.v1.send(new SendEmailCommand(mail("boss@example.org", { SourceArn })))).rejects.toMatchObject({
    name: "AccessDenied",
  });
  await expect(
    owner.v1.send(new PutIdentityPolicyCommand({ Identity: "example.org", PolicyName: "bad", Policy: "{" })),
  ).rejects.toMatchObject({ Code: "InvalidPolicy" });
});

// Goal: topics hear of feedback with the documented JSON, and only those that SES may publish to can be set. AWS: "Amazon SNS
// notification contents for Amazon SES", "Using the mailbox simulator".
test("tells an identity's topics", async () => {
  const { v1, verified, topic, lastMail, account } = await mailBench();
  await verified("a@example.com");
  const { arn, heard } = await topic("feedback");
  const Identity = "a@example.com";
  const set = (NotificationType: "Bounce" | "Complaint" | "Delivery", SnsTopic: string) =>
    v1.send(new SetIdentityNotificationTopicCommand({ Identity, NotificationType, SnsTopic }));
  await expect(set("Bounce", `${arn}-gone`)).rejects.toMatchObject({ Code: "InvalidParameterValue" });
  const forward = (ForwardingEnabled: boolean) =>
    v1.send(new SetIdentityFeedbackForwardingEnabledCommand({ Identity, ForwardingEnabled }));
  await expect(forward(false)).rejects.toMatchObject({ Code: "InvalidParameterValue" });
  for (const type of ["Bounce", "Complaint", "Delivery"] as const) await set(type, arn);
  expect((await heard()).map(({ notificationType }) => notificationType)).toEqual(
    Array.from({ length: 3 }, () => "AmazonSnsSubscriptionSucceeded"),
  );
  const send = (name: string) =>
    v1.send(
      new SendEmailCommand(mail(Identity, { Destination: { ToAddresses: [`${name}@simulator.amazonses.com`] } })),
    );
  const { MessageId } = await send("bounce");
  expect(await heard()).toMatchObject([
    {
      notificationType: "Bounce",
      bounce: {
        bounceType: "Permanent",
        bounceSubType: "General",
        bouncedRecipients: [
          {
            emailAddress: "bounce@simulator.amazonses.com",
            action: "failed",
            status: "5.1.1",
            diagnosticCode: "smtp; 550 5.1.1 user unknown",
          },
        ],
      },
      mail: {
        messageId: MessageId,
        source: Identity,
        sourceArn: `arn:aws:ses:${account.region}:${account.account}:identity/${Identity}`,
        sendingAccountId: account.account,
        destination: ["bounce@simulator.amazonses.com"],
      },
    },
  ]);
  expect(lastMail(Identity)?.subject).toBe("Delivery Status Notification (Failure)");
  await forward(false);
  await send("complaint");
  const complaint = await heard();
  expect(new Set(complaint.map(({ notificationType }) => String(notificationType)))).toEqual(
    new Set(["Complaint", "Delivery"]),
  );
  expect(complaint.find((one) => one["complaint"])).toMatchObject({
    complaint: { complaintFeedbackType: "abuse", complainedRecipients: [{}] },
  });
  expect(lastMail(Identity)?.subject).not.toContain("complaint");
  await send("ooto");
  expect(await heard()).toMatchObject([
    { notificationType: "Delivery", delivery: { smtpResponse: expect.any(String) } },
  ]);
  expect(lastMail(Identity)?.subject).toBe("Auto-Reply: Hi");
  await send("suppressionlist");
  expect(await heard()).toMatchObject([{ bounce: { bounceSubType: "Suppressed" } }]);
  expect(await v1.send(new GetIdentityNotificationAttributesCommand({ Identities: [Identity] }))).toMatchObject({
    NotificationAttributes: { [Identity]: { BounceTopic: arn, ComplaintTopic: arn, ForwardingEnabled: false } },
  });
});
