// Notifications as text: their layout, their signature, and when a failed delivery is tried again.

import { createVerify, generateKeyPairSync, sign, X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { selfSignedCertificate } from "./certificate.ts";
import { formatEnvelope, formatEvent, textToSign } from "./envelope.ts";
import type { NotificationRecord } from "../records.ts";
import { retryDelayMs } from "./retry.ts";

const notification: NotificationRecord = {
  v: 1,
  messageId: "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
  topicArn: "arn:aws:sns:us-west-2:123456789012:MyTopic",
  subscriptionId: "c9135db0-26c4-47ec-8998-413945fb5a96",
  subject: "My First Message",
  message: 'Hello "world"!',
  publishedAtMs: Date.UTC(2012, 4, 2, 0, 54, 6, 655),
  attributes: {
    kind: { dataType: "String", value: "a" },
    bytes: { dataType: "Binary", value: Uint8Array.of(2, 3, 4) },
  },
};
const links = {
  unsubscribeUrl: "http://localhost/?Action=Unsubscribe",
  signature: { version: "1", text: "EXAMPLE", certificateUrl: "http://localhost/c.pem" },
};

// Goal: the text in a queue is laid out as AWS's. AWS: "HTTP/HTTPS notification JSON format" and "Amazon SNS message
// attributes" show the layout.
test("lays an envelope out as AWS does", () => {
  expect(formatEnvelope(notification, links)).toBe(`{
  "Type" : "Notification",
  "MessageId" : "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
  "TopicArn" : "arn:aws:sns:us-west-2:123456789012:MyTopic",
  "Subject" : "My First Message",
  "Message" : "Hello \\"world\\"!",
  "Timestamp" : "2012-05-02T00:54:06.655Z",
  "SignatureVersion" : "1",
  "Signature" : "EXAMPLE",
  "SigningCertURL" : "http://localhost/c.pem",
  "UnsubscribeURL" : "http://localhost/?Action=Unsubscribe",
  "MessageAttributes" : {
    "kind" : {"Type":"String","Value":"a"},
    "bytes" : {"Type":"Binary","Value":"AgME"}
  }
}`);
});

// Goal: a function gets the documented record. AWS: "Using AWS Lambda with Amazon SNS"; recorded: Subject is null when
// there is none.
test("gives a function one record", () => {
  const { subject: _subject, attributes: _attributes, ...plain } = notification;
  expect(JSON.parse(formatEvent(plain, "arn:subscription", links))).toEqual({
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: "arn:subscription",
        Sns: {
          Type: "Notification",
          MessageId: notification.messageId,
          TopicArn: notification.topicArn,
          Subject: null,
          Message: notification.message,
          Timestamp: "2012-05-02T00:54:06.655Z",
          SignatureVersion: "1",
          Signature: "EXAMPLE",
          SigningCertUrl: "http://localhost/c.pem",
          UnsubscribeUrl: "http://localhost/?Action=Unsubscribe",
          MessageAttributes: {},
        },
      },
    ],
  });
});

// Goal: the certificate is one, is signed by its own key, and proves a notification's signature.
// AWS: "Verifying the signatures of Amazon SNS messages".
test("makes a certificate that proves a signature", () => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const pem = selfSignedCertificate({
    commonName: "sns.us-east-1.amazonaws.com",
    publicKey,
    privateKey,
    serialNumber: Uint8Array.of(1, 2, 3),
    notBeforeMs: Date.UTC(2026, 0, 1),
    notAfterMs: Date.UTC(2036, 0, 1),
  });
  const certificate = new X509Certificate(pem);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.subject).toBe("CN=sns.us-east-1.amazonaws.com");
  const signature = sign("RSA-SHA1", Buffer.from(textToSign(notification)), privateKey);
  const verifier = createVerify("RSA-SHA1").update(
    'Message\nHello "world"!\nMessageId\n22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324\nSubject\nMy First Message\n' +
      "Timestamp\n2012-05-02T00:54:06.655Z\nTopicArn\narn:aws:sns:us-west-2:123456789012:MyTopic\nType\nNotification\n",
  );
  expect(verifier.verify(certificate.publicKey, signature)).toBe(true);
});

// Goal: the documented phases. AWS: "Amazon SNS message delivery retries", AWS managed endpoints.
test("retries 100,015 times over 23 days", () => {
  const delays: number[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const delayMs = retryDelayMs(attempt);
    if (delayMs === undefined) break;
    delays.push(delayMs);
  }
  expect(delays).toHaveLength(100_015);
  expect(delays.slice(0, 7)).toEqual([0, 0, 0, 1_000, 1_000, 1_000, 1_395]);
  expect(delays.slice(14, 17)).toEqual([20_000, 20_000, 20_000]);
  const days = delays.reduce((sum, delayMs) => sum + delayMs, 0) / 86_400_000;
  expect(Math.floor(days)).toBe(23);
});
