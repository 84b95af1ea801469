// Configuration sets: who is told of what happens to mails, through both versions of the API.

import {
  CreateConfigurationSetCommand,
  CreateConfigurationSetEventDestinationCommand,
  CreateTemplateCommand,
  DescribeConfigurationSetCommand,
  SendTemplatedEmailCommand,
  TestRenderTemplateCommand,
  UpdateConfigurationSetSendingEnabledCommand,
} from "@aws-sdk/client-ses";
import {
  GetConfigurationSetCommand,
  GetConfigurationSetEventDestinationsCommand,
  GetSuppressedDestinationCommand,
  PutAccountDetailsCommand,
  PutAccountSendingAttributesCommand,
  PutSuppressedDestinationCommand,
  SendBulkEmailCommand,
  SendEmailCommand,
  type SendEmailCommandInput,
} from "@aws-sdk/client-sesv2";
import { expect, test } from "vitest";
import { mailBench } from "./bench.ts";

const EVERY = ["send", "reject", "bounce", "complaint", "delivery", "open", "click", "renderingFailure"] as const;

async function setUp() {
  const bench = await mailBench();
  await bench.verified("a@example.com");
  await bench.v1.send(new CreateConfigurationSetCommand({ ConfigurationSet: { Name: "all" } }));
  const { arn, heard } = await bench.topic("events");
  const SNSDestination = { TopicARN: arn };
  await bench.v1.send(
    new CreateConfigurationSetEventDestinationCommand({
      ConfigurationSetName: "all",
      EventDestination: { Name: "sns", Enabled: true, MatchingEventTypes: [...EVERY], SNSDestination },
    }),
  );
  expect(await heard()).toEqual([{ text: "Successfully validated SNS topic for Amazon SES event publishing." }]);
  const send = (to: string, more: Partial<SendEmailCommandInput> = {}) =>
    bench.v2.send(
      new SendEmailCommand({
        FromEmailAddress: "a@example.com",
        Destination: { ToAddresses: [to] },
        ConfigurationSetName: "all",
        EmailTags: [{ Name: "kind", Value: "news" }],
        Content: { Simple: { Subject: { Data: "Hi" }, Body: { Text: { Data: "Hello" } } } },
        ...more,
      }),
    );
  const kinds = async () => new Set((await heard()).map(({ eventType }) => String(eventType)));
  return { ...bench, arn, heard, kinds, send };
}

// Goal: events have AWS's JSON. AWS: "Contents of event data that Amazon SES publishes to Amazon SNS".
test("publishes events", async () => {
  const { v1, v2, send, heard, kinds, arn } = await setUp();
  const { MessageId } = await send("someone@elsewhere.example");
  const events = await heard();
  expect(new Set(events.map(({ eventType }) => String(eventType)))).toEqual(new Set(["Send", "Delivery"]));
  expect(events.find(({ eventType }) => eventType === "Delivery")).toMatchObject({
    delivery: { recipients: ["someone@elsewhere.example"], smtpResponse: expect.stringMatching(/^250 /) },
    mail: {
      messageId: MessageId,
      source: "a@example.com",
      destination: ["someone@elsewhere.example"],
      headersTruncated: false,
      commonHeaders: { from: ["a@example.com"], subject: "Hi" },
      tags: {
        kind: ["news"],
        "ses:configuration-set": ["all"],
        "ses:from-domain": ["example.com"],
        "ses:caller-identity": ["stackyard"],
      },
    },
  });
  await send("complaint@simulator.amazonses.com");
  expect(await kinds()).toEqual(new Set(["Send", "Delivery", "Complaint"]));
  const shown = await v1.send(
    new DescribeConfigurationSetCommand({
      ConfigurationSetName: "all",
      ConfigurationSetAttributeNames: ["eventDestinations", "deliveryOptions", "reputationOptions"],
    }),
  );
  expect(shown).toMatchObject({
    EventDestinations: [{ Name: "sns", SNSDestination: { TopicARN: arn } }],
    DeliveryOptions: { TlsPolicy: "Optional" },
    ReputationOptions: { SendingEnabled: true, ReputationMetricsEnabled: false },
  });
  expect(await v2.send(new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: "all" }))).toMatchObject(
    { EventDestinations: [{ Name: "sns", MatchingEventTypes: expect.arrayContaining(["RENDERING_FAILURE"]) }] },
  );
});

// Goal: opens and clicks lead over this machine, to where the mail led and nowhere else. AWS: "Amazon SES email sending metrics FAQs".
test("tells of opens and clicks", async () => {
  const { send, heard, lastMail } = await setUp();
  const Html = {
    Data: `<body><a ses:tags="part:top;" href="https://example.com/?a=1&amp;b=2">x</a><a ses:no-track href="https://example.org">y</a></body>`,
  };
  await send("b@elsewhere.example", { Content: { Simple: { Subject: { Data: "Hi" }, Body: { Html } } } });
  await heard();
  const html = lastMail("b@elsewhere.example")?.html ?? "";
  const [, click = ""] = /href="(http[^"]*\/click\/0)"/.exec(html) ?? [];
  const [, open = ""] = /src="(http[^"]*\/open)"/.exec(html) ?? [];
  expect(html).toContain('href="https://example.org"');
  const opened = await fetch(open);
  expect([opened.status, opened.headers.get("content-type")]).toEqual([200, "image/gif"]);
  const clicked = await fetch(click, { redirect: "manual", headers: { "user-agent": "reader" } });
  expect([clicked.status, clicked.headers.get("location")]).toEqual([302, "https://example.com/?a=1&b=2"]);
  expect((await fetch(click.replace(/0$/, "1"))).status).toBe(404);
  const events = await heard();
  expect(events.find(({ eventType }) => eventType === "Click")).toMatchObject({
    click: { link: "https://example.com/?a=1&b=2", linkTags: { part: ["top"] }, userAgent: "reader" },
  });
  expect(events.some(({ eventType }) => eventType === "Open")).toBe(true);
});

// Goal: templates render per recipient; data that lacks an attribute is an event and no mail. AWS: "Using templates to send
// personalized email", SendBulkEmail.
test("sends templates", async () => {
  const { v1, v2, heard, mails } = await setUp();
  const Template = { TemplateName: "hello", SubjectPart: "Hi {{name}}", TextPart: "Dear {{name}}" };
  await v1.send(new CreateTemplateCommand({ Template }));
  const { RenderedTemplate } = await v1.send(
    new TestRenderTemplateCommand({ TemplateName: "hello", TemplateData: `{"name":"Ann"}` }),
  );
  expect(RenderedTemplate).toMatch(/Subject: Hi Ann\r\n[\s\S]*Dear Ann$/);
  await expect(
    v1.send(new TestRenderTemplateCommand({ TemplateName: "hello", TemplateData: "{}" })),
  ).rejects.toMatchObject({
    Code: "MissingRenderingAttribute",
    message: "Attribute 'name' is not present in the rendering data.",
  });
  const common = { Source: "a@example.com", Template: "hello", ConfigurationSetName: "all" };
  const to = { Destination: { ToAddresses: ["b@elsewhere.example"] } };
  await v1.send(new SendTemplatedEmailCommand({ ...common, ...to, TemplateData: `{"name":"Bob"}` }));
  expect(mails()).toMatchObject([{ subject: "Hi Bob", text: "Dear Bob" }]);
  await heard();
  await v1.send(new SendTemplatedEmailCommand({ ...common, ...to, TemplateData: "{}" }));
  expect(await heard()).toMatchObject([
    {
      eventType: "Rendering Failure",
      failure: { errorMessage: "Attribute 'name' is not present in the rendering data.", templateName: "hello" },
    },
  ]);
  const { BulkEmailEntryResults } = await v2.send(
    new SendBulkEmailCommand({
      FromEmailAddress: "a@example.com",
      DefaultContent: { Template: { TemplateName: "hello", TemplateData: `{"name":"you"}` } },
      BulkEmailEntries: [
        { Destination: { ToAddresses: ["c@elsewhere.example"] } },
        {
          Destination: { ToAddresses: ["d@elsewhere.example"] },
          ReplacementEmailContent: { ReplacementTemplate: { ReplacementTemplateData: `{"name":"Dan"}` } },
        },
        { Destination: { ToAddresses: ["nobody"] } },
      ],
    }),
  );
  expect(BulkEmailEntryResults?.map(({ Status }) => Status)).toEqual(["SUCCESS", "SUCCESS", "INVALID_PARAMETER"]);
  expect(mails().slice(1)).toMatchObject([{ text: "Dear you" }, { text: "Dear Dan" }]);
});

// Goal: addresses on the suppression list are not sent to. AWS: "Using the account-level suppression list".
test("keeps the suppression list", async () => {
  const { v2, send, heard } = await setUp();
  const EmailAddress = "Gone@elsewhere.example";
  await v2.send(new PutSuppressedDestinationCommand({ EmailAddress, Reason: "BOUNCE" }));
  expect(await v2.send(new GetSuppressedDestinationCommand({ EmailAddress: "gone@elsewhere.example" }))).toMatchObject({
    SuppressedDestination: { EmailAddress, Reason: "BOUNCE" },
  });
  await send("gone@elsewhere.example");
  const events = await heard();
  expect(events.find(({ eventType }) => eventType === "Bounce")).toMatchObject({
    bounce: { bounceType: "Permanent", bounceSubType: "OnAccountSuppressionList" },
  });
  expect(events.some(({ eventType }) => eventType === "Delivery")).toBe(false);
});

// Goal: a virus is rejected, and nothing leaves while sending is off. AWS: "Using the mailbox simulator" (EICAR), SendEmail, Errors.
test("rejects and pauses", async () => {
  const { v1, v2, send, kinds, mails } = await setUp();
  const eicar = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}", "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");
  const Attachments = [{ FileName: "sample.txt", RawContent: Buffer.from(eicar) }];
  const Body = { Text: { Data: "Hello" } };
  await send("b@elsewhere.example", { Content: { Simple: { Subject: { Data: "Hi" }, Body, Attachments } } });
  expect(await kinds()).toEqual(new Set(["Send", "Reject"]));
  expect(mails()).toEqual([]);
  const enable = (Enabled: boolean) =>
    v1.send(new UpdateConfigurationSetSendingEnabledCommand({ ConfigurationSetName: "all", Enabled }));
  await enable(false);
  await expect(send("b@elsewhere.example")).rejects.toMatchObject({ name: "SendingPausedException" });
  await enable(true);
  const set = await v2.send(new GetConfigurationSetCommand({ ConfigurationSetName: "all" }));
  expect(set.ReputationOptions?.LastFreshStart).toBeInstanceOf(Date);
  await v2.send(new PutAccountSendingAttributesCommand({ SendingEnabled: false }));
  await expect(send("b@elsewhere.example")).rejects.toMatchObject({ name: "SendingPausedException" });
});

// Goal: in the sandbox only verified recipients count, and one mail a second. AWS: "Request production access", "Errors related to
// the sending quotas".
test("keeps the sandbox", async () => {
  const { v2, send } = await setUp();
  const details = { MailType: "TRANSACTIONAL" as const, WebsiteURL: "https://example.com" };
  await v2.send(new PutAccountDetailsCommand({ ...details, ProductionAccessEnabled: false }));
  await expect(send("b@elsewhere.example")).rejects.toMatchObject({
    name: "MessageRejected",
    message: expect.stringContaining("b@elsewhere.example"),
  });
  await send("success@simulator.amazonses.com");
  await send("a@example.com");
});
