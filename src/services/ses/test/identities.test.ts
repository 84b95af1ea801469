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
import { ChangeResourceRecordSetsCommand, CreateHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { CreateEmailIdentityCommand, GetEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard } from "../../../testing/harness.ts";
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

// Goal: a domain whose zone is in the yard is pending until its records are there, by keys or by text, and has 72 hours for it. Method: zones
// of the yard's Route 53, on a clock that is turned. AWS: "Creating a domain identity", VerifyDomainIdentity.
test("verifies a domain by its records where the yard has its zone", async () => {
  const yard = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.parse("2026-01-01T00:00:00Z") }) });
  try {
    const { account, v1, v2, settled } = await mailBench(yard);
    const route53 = account.client(Route53Client);
    const zoneOf = async (Name: string): Promise<string> => {
      const made = await route53.send(new CreateHostedZoneCommand({ Name, CallerReference: Name }));
      return made.HostedZone?.Id ?? "";
    };
    const put = (HostedZoneId: string, Name: string, Type: "CNAME" | "TXT", Value: string) => {
      const ResourceRecordSet = { Name, Type, TTL: 60, ResourceRecords: [{ Value }] };
      const Changes = [{ Action: "UPSERT" as const, ResourceRecordSet }];
      return route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }));
    };
    const isVerified = async (EmailIdentity: string) =>
      (await v2.send(new GetEmailIdentityCommand({ EmailIdentity }))).VerifiedForSendingStatus;

    const zone = await zoneOf("shop.example");
    const EmailIdentity = "mail.shop.example";
    const made = await v2.send(new CreateEmailIdentityCommand({ EmailIdentity }));
    expect(made).toMatchObject({ VerifiedForSendingStatus: false, DkimAttributes: { Status: "PENDING" } });
    const sending = () => v1.send(new SendEmailCommand(mail(`hello@${EmailIdentity}`)));
    await expect(sending()).rejects.toMatchObject({ name: "MessageRejected" });
    const [first = "", ...others] = made.DkimAttributes?.Tokens ?? [];
    for (const token of others)
      await put(zone, `${token}._domainkey.${EmailIdentity}`, "CNAME", `${token}.dkim.amazonses.com`);
    await settled();
    expect(await isVerified(EmailIdentity)).toBe(false);
    await put(zone, `${first}._domainkey.${EmailIdentity}`, "CNAME", `${first}.dkim.amazonses.com`);
    expect(await isVerified(EmailIdentity)).toBe(true);
    await sending();

    // Version 1 gives a text, too.
    const other = await zoneOf("post.example");
    const { VerificationToken = "" } = await v1.send(new VerifyDomainIdentityCommand({ Domain: "post.example" }));
    expect(await isVerified("post.example")).toBe(false);
    await put(other, "_amazonses.post.example", "TXT", JSON.stringify(VerificationToken));
    expect(await isVerified("post.example")).toBe(true);

    // Who does not come in time has failed, and may ask again.
    await zoneOf("late.example");
    const ask = () => v1.send(new VerifyDomainIdentityCommand({ Domain: "late.example" }));
    const status = async () => {
      const { VerificationAttributes: found } = await v1.send(
        new GetIdentityVerificationAttributesCommand({ Identities: ["late.example"] }),
      );
      return found?.["late.example"]?.VerificationStatus;
    };
    await ask();
    await yard.advance(72 * 3_600_000);
    await settled();
    expect(await status()).toBe("Failed");
    await ask();
    expect(await status()).toBe("Pending");
  } finally {
    await yard.stop();
  }
});
