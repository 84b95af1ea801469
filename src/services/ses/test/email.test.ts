// Mails through the SDK over HTTP: who may send, what is kept, with each error that AWS documents for what is there.

import {
  CreateEmailIdentityCommand,
  DeleteEmailIdentityCommand,
  GetEmailIdentityCommand,
  ListEmailIdentitiesCommand,
  SendEmailCommand,
  type SendEmailCommandInput,
  SESv2Client,
} from "@aws-sdk/client-sesv2";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import { inbox } from "../inbox.ts";

async function setUp() {
  const yard = await sharedYard();
  const account = yard.account();
  const ses = account.client(SESv2Client);
  const create = (EmailIdentity: string) => ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
  const send = (FromEmailAddress: string, more: Partial<SendEmailCommandInput> = {}) =>
    ses.send(
      new SendEmailCommand({
        FromEmailAddress,
        Destination: { ToAddresses: ["learner@example.com"] },
        Content: {
          Simple: { Subject: { Data: "Welcome" }, Body: { Text: { Data: "Hello" }, Html: { Data: "<p>Hello</p>" } } },
        },
        ...more,
      }),
    );
  const mails = () => inbox(yard.yard.context.store, account.account, account.region);
  return { ses, create, send, mails };
}

// Goal: a mail from a verified address is kept with all that it says. AWS: SendEmail.
test("keeps a mail", async () => {
  const { create, send, mails } = await setUp();
  await create("school@example.org");
  const { MessageId } = await send("The School <school@example.org>", {
    ReplyToAddresses: ["office@example.org"],
    EmailTags: [{ Name: "kind", Value: "welcome" }],
  });
  expect(MessageId).toMatch(/^[0-9a-f]{16}-[0-9a-f-]{36}-000000$/);
  expect(mails()).toMatchObject([
    {
      messageId: MessageId,
      from: "The School <school@example.org>",
      to: ["learner@example.com"],
      replyTo: ["office@example.org"],
      subject: "Welcome",
      text: "Hello",
      html: "<p>Hello</p>",
      tags: { kind: "welcome" },
    },
  ]);
});

// Goal: only verified identities send. AWS: the error's wording is in the developer guide; a domain covers its
// addresses and subdomains ("Verified identities").
test("refuses a sender that is not verified", async () => {
  const { create, send } = await setUp();
  await expect(send("stranger@example.org")).rejects.toMatchObject({
    name: "MessageRejected",
    message:
      "Email address is not verified. The following identities failed the check in region US-EAST-1: stranger@example.org",
    $metadata: { httpStatusCode: 400 },
  });
  await create("example.org");
  await send("anyone@example.org");
  await send("anyone@mail.example.org");
  await expect(send("anyone@badexample.org")).rejects.toMatchObject({ name: "MessageRejected" });
});

// Goal: a raw mail is read as far as people look at it. Method: a multipart mail with encoded words and bodies.
test("reads a raw mail", async () => {
  const { ses, create, mails } = await setUp();
  await create("school@example.org");
  const raw = [
    "From: School <school@example.org>",
    'To: "Learner, A." <a@example.com>, b@example.com',
    "Subject: =?UTF-8?B?R3LDvMOfZQ==?= and =?utf-8?Q?more_=E2=9C=93?=",
    'Content-Type: multipart/alternative; boundary="cut"',
    "",
    "--cut",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: quoted-printable",
    "",
    "Gr=C3=BC=",
    "=C3=9Fe",
    "--cut",
    "Content-Type: text/html; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "",
    Buffer.from("<b>Grüße</b>").toString("base64"),
    "--cut--",
    "",
  ].join("\r\n");
  await ses.send(new SendEmailCommand({ Content: { Raw: { Data: Buffer.from(raw) } } }));
  expect(mails()).toMatchObject([
    {
      from: "School <school@example.org>",
      to: ['"Learner, A." <a@example.com>', "b@example.com"],
      subject: "Grüße and more ✓",
      text: "Grüße",
      html: "<b>Grüße</b>",
    },
  ]);
});

// Goal: identities are verified at once, listed and deleted. AWS: CreateEmailIdentity, GetEmailIdentity,
// ListEmailIdentities, DeleteEmailIdentity.
test("makes, shows and deletes identities", async () => {
  const { ses, create } = await setUp();
  expect(await create("example.org")).toMatchObject({ IdentityType: "DOMAIN", VerifiedForSendingStatus: true });
  await create("a@example.com");
  await expect(create("a@example.com")).rejects.toMatchObject({
    name: "AlreadyExistsException",
    message: "Email identity a@example.com already exist.",
  });
  expect(await ses.send(new GetEmailIdentityCommand({ EmailIdentity: "example.org" }))).toMatchObject({
    VerificationStatus: "SUCCESS",
    DkimAttributes: { Status: "SUCCESS", Tokens: [expect.any(String), expect.any(String), expect.any(String)] },
  });
  const first = await ses.send(new ListEmailIdentitiesCommand({ PageSize: 1 }));
  const second = await ses.send(new ListEmailIdentitiesCommand({ PageSize: 1, NextToken: first.NextToken }));
  expect([...(first.EmailIdentities ?? []), ...(second.EmailIdentities ?? [])].map((one) => one.IdentityName)).toEqual([
    "a@example.com",
    "example.org",
  ]);
  expect(second.NextToken).toBeUndefined();
  await ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: "a@example.com" }));
  await expect(ses.send(new GetEmailIdentityCommand({ EmailIdentity: "a@example.com" }))).rejects.toMatchObject({
    name: "NotFoundException",
    message: "Email identity a@example.com does not exist.",
    $metadata: { httpStatusCode: 404 },
  });
});
