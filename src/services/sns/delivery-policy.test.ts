// Delivery policies of HTTP endpoints: their phases, their functions, and what is refused. AWS: "Creating an HTTP/S delivery policy".

import { expect, test } from "vitest";
import { effectivePolicy, parseSubscriptionPolicy, policyDelayMs, type RetryPolicy } from "./delivery-policy.ts";

function delaysOf(policy: Partial<RetryPolicy>): number[] {
  const { healthyRetryPolicy } = effectivePolicy(undefined, JSON.stringify({ healthyRetryPolicy: policy }));
  const delays: number[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const delayMs = policyDelayMs(healthyRetryPolicy, attempt);
    if (delayMs === undefined) return delays;
    delays.push(delayMs / 1_000);
  }
}

// Goal: four phases in their order; the example is the page's.
test("goes through the four phases", () => {
  const delays = delaysOf({
    minDelayTarget: 1,
    maxDelayTarget: 60,
    numRetries: 50,
    numNoDelayRetries: 3,
    numMinDelayRetries: 2,
    numMaxDelayRetries: 35,
    backoffFunction: "exponential",
  });
  expect(delays).toHaveLength(50);
  expect(delays.slice(0, 5)).toEqual([0, 0, 0, 1, 1]);
  expect([delays[5], delays[14]]).toEqual([1, 60]);
  expect(delays.slice(15)).toEqual(Array.from({ length: 35 }, () => 60));
  const backoff = delays.slice(5, 15);
  expect([...backoff].sort((one, other) => one - other)).toEqual(backoff);
});

// Goal: the default is three retries 20 seconds apart. AWS: recorded.
test("tries three times by default", () => {
  expect(delaysOf({})).toEqual([20, 20, 20]);
});

// Goal: each function goes from the least delay to the greatest and never back; the page's figure orders them so.
test.each(["linear", "arithmetic", "geometric", "exponential"] as const)("backs off by %s", (backoffFunction) => {
  const delays = delaysOf({ minDelayTarget: 5, maxDelayTarget: 260, numRetries: 10, backoffFunction });
  expect([delays[0], delays[9]]).toEqual([5, 260]);
  for (const [index, delay] of delays.entries()) expect(delay).toBeGreaterThanOrEqual(delays[index - 1] ?? 0);
});

// Goal: what the page does not allow.
test.each<[object]>([
  [{ healthyRetryPolicy: { minDelayTarget: 0 } }],
  [{ healthyRetryPolicy: { minDelayTarget: 30 } }],
  [{ healthyRetryPolicy: { maxDelayTarget: 3_601 } }],
  [{ healthyRetryPolicy: { numRetries: 101 } }],
  [{ healthyRetryPolicy: { numRetries: 2, numNoDelayRetries: 3 } }],
  [{ healthyRetryPolicy: { numRetries: -1 } }],
  [{ healthyRetryPolicy: { backoffFunction: "random" } }],
  [{ healthyRetryPolicy: { unknown: 1 } }],
  [{ healthyRetryPolicy: { numRetries: 100, minDelayTarget: 37, maxDelayTarget: 37 } }],
  [{ throttlePolicy: { maxReceivesPerSecond: 0 } }],
  [{ requestPolicy: { headerContentType: "application/pdf" } }],
  [{ requestPolicy: { headerContentType: "text/plain; x=\r\nInjected: 1" } }],
  [{ http: {} }],
])("refuses %j", (policy) => {
  expect(() => parseSubscriptionPolicy(JSON.stringify(policy))).toThrow();
});

// Goal: a subscription's policy goes before its topic's, unless the topic says otherwise.
test("knows whose policy holds", () => {
  const topic = (disableSubscriptionOverrides: boolean): string =>
    JSON.stringify({ http: { defaultHealthyRetryPolicy: { numRetries: 1 }, disableSubscriptionOverrides } });
  const own = JSON.stringify({ healthyRetryPolicy: { numRetries: 7 } });
  expect(effectivePolicy(topic(false), own).healthyRetryPolicy.numRetries).toBe(7);
  expect(effectivePolicy(topic(true), own).healthyRetryPolicy.numRetries).toBe(1);
  expect(effectivePolicy(topic(false), undefined).healthyRetryPolicy.numRetries).toBe(1);
});
