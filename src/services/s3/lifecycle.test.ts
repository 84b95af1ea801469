// What is due for a key's versions, rule by rule.

import { expect, test } from "vitest";
import { dueAfterDays, expirationHeader, parseLifecycle, planLifecycle } from "./lifecycle.ts";
import type { LifecycleRuleRecord, ObjectRecord, VersionRecord } from "./records.ts";

const DAY = 86_400_000;
const START = 1000 * DAY;

function version(versionId: string, atDay: number, more: Partial<ObjectRecord> = {}): ObjectRecord {
  return {
    v: 1,
    kind: "object",
    versionId,
    modifiedAtMs: START + atDay * DAY,
    bytes: 100,
    etag: '"e"',
    body: [],
    metadata: {},
    ...more,
  };
}
const marker = (versionId: string, atDay: number): VersionRecord => ({
  v: 1,
  kind: "delete-marker",
  versionId,
  modifiedAtMs: START + atDay * DAY,
});
const rule = (more: Partial<LifecycleRuleRecord>): LifecycleRuleRecord => ({ id: "r", isEnabled: true, ...more });
const plan = (rules: LifecycleRuleRecord[], versions: VersionRecord[], day: number) =>
  planLifecycle(rules, "logs/a", versions, START + day * DAY).map((step) =>
    step.kind === "expire-current" ? step.kind : `${step.kind} ${step.versionId}`,
  );

test("days end at the next midnight UTC", () => {
  // AWS: "rounding the resulting time to the next day at midnight UTC" (Lifecycle configuration elements).
  expect(dueAfterDays(START + 1, 3)).toBe(START + 4 * DAY);
  expect(dueAfterDays(START, 3)).toBe(START + 3 * DAY);
});

test("a current object expires by days or date, if the rule concerns it", () => {
  // Goal: filters and both kinds of expiration. One object, one rule at a time.
  const object = version("null", 0, { tags: { keep: "no" } });
  expect(plan([rule({ expirationDays: 3 })], [object], 2)).toEqual([]);
  expect(plan([rule({ expirationDays: 3 })], [object], 3)).toEqual(["expire-current"]);
  expect(plan([rule({ expirationDateMs: START + 2 * DAY })], [object], 2)).toEqual(["expire-current"]);
  for (const other of [
    { prefix: "images/" },
    { tags: { keep: "yes" } },
    { largerThanBytes: 100 },
    { smallerThanBytes: 100 },
    { isEnabled: false },
  ])
    expect([other, plan([rule({ expirationDays: 3, ...other })], [object], 9)]).toEqual([other, []]);
  expect(plan([rule({ expirationDays: 3, prefix: "logs/", tags: { keep: "no" } })], [object], 3)).toEqual([
    "expire-current",
  ]);
});

test("noncurrent versions go after their days, but the newest of them stay", () => {
  // Goal: days count from the successor's coming. Three versions, one rule.
  const versions = [version("c", 10), version("b", 5), version("a", 0)];
  expect(plan([rule({ noncurrentDays: 3 })], versions, 8)).toEqual(["remove a"]);
  expect(plan([rule({ noncurrentDays: 3 })], versions, 13)).toEqual(["remove b", "remove a"]);
  expect(plan([rule({ noncurrentDays: 3, newerNoncurrentVersions: 1 })], versions, 13)).toEqual(["remove a"]);
});

test("a delete marker that hides nothing goes, one that hides something stays", () => {
  // Goal: ExpiredObjectDeleteMarker. The same marker with and without history.
  const rules = [rule({ expiresDeleteMarkers: true })];
  expect(plan(rules, [marker("m", 0)], 1)).toEqual(["remove m"]);
  expect(plan(rules, [marker("m", 1), version("a", 0)], 9)).toEqual([]);
});

test("transitions take the last that is due, once", () => {
  // Goal: two transitions in order. One object before, between and after.
  const rules = [
    rule({
      transitions: [
        { storageClass: "STANDARD_IA", days: 30 },
        { storageClass: "GLACIER_IR", days: 60 },
      ],
    }),
  ];
  expect(plan(rules, [version("null", 0)], 29)).toEqual([]);
  expect(plan(rules, [version("null", 0)], 30)).toEqual(["transition null"]);
  expect(plan(rules, [version("null", 0, { storageClass: "STANDARD_IA" })], 59)).toEqual([]);
  expect(plan(rules, [version("null", 0, { storageClass: "STANDARD_IA" })], 60)).toEqual(["transition null"]);
});

test("an object tells when and by which rule it will expire", () => {
  // AWS: x-amz-expiration (PutObject, API reference).
  const rules = [rule({ id: "slow", expirationDays: 9 }), rule({ id: "fast one", expirationDays: 2 })];
  expect(expirationHeader(rules, "logs/a", version("null", 0))).toBe(
    `expiry-date="${new Date(START + 2 * DAY).toUTCString()}", rule-id="fast%20one"`,
  );
  expect(expirationHeader(undefined, "logs/a", version("null", 0))).toBeUndefined();
});

test.each([
  ["no rule", [], "The XML you provided was not well-formed"],
  ["no action", [{ Status: "Enabled", Filter: {} }], "At least one action needs to be specified in a rule"],
  ["no days", [{ Status: "Enabled", Filter: {}, Expiration: { Days: 0 } }], "must be a positive integer"],
  [
    "two rules of one id",
    [1, 2].map(() => ({ ID: "a", Status: "Enabled", Filter: {}, Expiration: { Days: 1 } })),
    "Rule ID must be unique",
  ],
  [
    "an archive",
    [{ Status: "Enabled", Filter: {}, Transitions: [{ Days: 1, StorageClass: "GLACIER" }] }],
    "functionality that is not implemented",
  ],
] as const)("rules with %s are refused", (_what, rules, message) => {
  // Goal: nothing is stored that cannot be carried out.
  expect(() => parseLifecycle(rules as never, () => "id")).toThrow(message);
});
