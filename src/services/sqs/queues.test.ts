// Queue URLs: whatever host and path stand before the owner and the name, and any length.

import { expect, test } from "vitest";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import { parseQueueUrl } from "./queues.ts";

const HERE = { account: parseAccountId("111111111111"), region: parseRegion("eu-west-1") };

test.each([
  "http://localhost:4566/222222222222/orders",
  "https://sqs.eu-west-1.amazonaws.com/222222222222/orders",
  "http://localhost:4566/queue/eu-west-1/222222222222/orders/",
  "/222222222222/orders",
  "222222222222/orders",
])("%s is a queue's", (url) => {
  expect(parseQueueUrl(url, HERE)).toEqual({
    scope: { account: "222222222222", region: "eu-west-1" },
    queueName: "orders",
  });
});

test.each([
  "orders",
  "http://localhost:4566/orders",
  "http://localhost:4566/22222222222/orders",
  "x222222222222/orders",
])("%s is no queue's", (url) => {
  expect(() => parseQueueUrl(url, HERE)).toThrow();
});

test.each(["http://", "/", "222222222222/"])(
  "a long text is read in the time of its length: %j again and again",
  (part) => {
    // Goal: an unsigned request cannot stop the server. Method: texts on which a pattern that goes back would take minutes.
    const text = part === "http://" ? `http://${"a".repeat(1_000_000)}` : `http://${part.repeat(300_000)}!!/`;
    expect(() => parseQueueUrl(text, HERE)).not.toThrow(RangeError);
  },
);
