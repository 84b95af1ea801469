// What is due for a key's versions, rule by rule.

import { expect, test } from "vitest";
import { parseLifecycle } from "./lifecycle-rules.ts";
import { dueAfterDays, expirationHeader, type LifecycleBucket, planLifecycle } from "./lifecycle.ts";
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
const plan = (
  lifecycle: LifecycleRuleRecord[],
  versions: VersionRecord[],
  day: number,
  more: Partial<LifecycleBucket> = {},
) =>
  planLifecycle({ lifecycle, ...more }, "logs/a", versions, START + day * DAY).map((step) =>
    step.kind === "expire-current"
      ? step.kind
      : step.kind === "transition"
        ? `${step.versionId} -> ${step.storageClass}`
        : `${step.kind} ${step.versionId}`,
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

test("transitions go down to the cheapest class that is due, once", () => {
  // Goal: two transitions in order. One object before, between and after. AWS: "Supported lifecycle transitions".
  const rules = [
    rule({
      transitions: [
        { storageClass: "STANDARD_IA", days: 30 },
        { storageClass: "GLACIER", days: 60 },
      ],
    }),
  ];
  const bytes = 200_000;
  expect(plan(rules, [version("null", 0, { bytes })], 29)).toEqual([]);
  expect(plan(rules, [version("null", 0, { bytes })], 30)).toEqual(["null -> STANDARD_IA"]);
  expect(plan(rules, [version("null", 0, { bytes })], 60)).toEqual(["null -> GLACIER"]);
  expect(plan(rules, [version("null", 0, { bytes, storageClass: "STANDARD_IA" })], 59)).toEqual([]);
  expect(plan(rules, [version("null", 0, { bytes, storageClass: "DEEP_ARCHIVE" })], 90)).toEqual([]);
  const up = [rule({ transitions: [{ storageClass: "GLACIER_IR", days: 1 }] })];
  expect(plan(up, [version("null", 0, { bytes, storageClass: "ONEZONE_IA" })], 9)).toEqual([]);
});

test("small objects stay, unless a rule speaks of sizes or the bucket lets archives have them", () => {
  // AWS: "Constraints and considerations for transitions": 128 KB by default.
  const transitions = [
    { storageClass: "STANDARD_IA", days: 30 },
    { storageClass: "GLACIER", days: 30 },
  ];
  const small = [version("null", 0)];
  expect(plan([rule({ transitions })], small, 30)).toEqual([]);
  expect(plan([rule({ transitions, largerThanBytes: 1 })], small, 30)).toEqual(["null -> GLACIER"]);
  const varies = { transitionMinimum: "varies_by_storage_class" } as const;
  expect(plan([rule({ transitions })], small, 30, varies)).toEqual(["null -> GLACIER"]);
  expect(plan([rule({ transitions: transitions.slice(0, 1) })], small, 30, varies)).toEqual([]);
});

test("removal comes before a transition, and a transition before a delete marker", () => {
  // AWS: "Examples of conflicting lifecycle configurations" (user guide).
  const rules = [rule({ expirationDays: 5, transitions: [{ storageClass: "GLACIER", days: 5 }] })];
  const current = version("a", 0, { bytes: 200_000 });
  expect(plan(rules, [current], 5)).toEqual(["expire-current"]);
  expect(plan(rules, [current], 5, { versioning: "Enabled" })).toEqual(["a -> GLACIER"]);
  expect(plan(rules, [{ ...current, storageClass: "GLACIER" }], 6, { versioning: "Enabled" })).toEqual([
    "expire-current",
  ]);
  const noncurrent = [
    rule({ noncurrentDays: 9, noncurrentTransitions: [{ storageClass: "GLACIER", days: 3, newerVersions: 1 }] }),
  ];
  const versions = [version("c", 10), version("b", 5), version("a", 0)].map((each) => ({ ...each, bytes: 200_000 }));
  expect(plan(noncurrent, versions, 13)).toEqual(["a -> GLACIER"]);
  expect(plan(noncurrent, versions, 14)).toEqual(["remove a"]);
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
    "a class that nothing goes to",
    [{ Status: "Enabled", Filter: {}, Transitions: [{ Days: 1, StorageClass: "STANDARD" }] }],
    "The XML you provided was not well-formed",
  ],
  [
    "a class that objects come to later",
    [{ Status: "Enabled", Filter: {}, Transitions: [{ Days: 29, StorageClass: "STANDARD_IA" }] }],
    "'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'",
  ],
  [
    "an end before a transition",
    [
      {
        Status: "Enabled",
        Filter: { Prefix: "a" },
        Expiration: { Days: 5 },
        Transitions: [{ Days: 5, StorageClass: "GLACIER" }],
      },
    ],
    "'Days' in the Expiration action for filter '(prefix=a)' must be greater than 'Days' in the Transition action",
  ],
  [
    "days and dates",
    [
      {
        Status: "Enabled",
        Filter: { Prefix: "a" },
        Expiration: { Date: new Date(START) },
        Transitions: [{ Days: 5, StorageClass: "GLACIER" }],
      },
    ],
    "Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule for filter '(prefix=a)'",
  ],
  [
    "tags and uploads",
    [
      {
        Status: "Enabled",
        Filter: { Tag: { Key: "a", Value: "b" } },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
    ],
    "AbortIncompleteMultipartUpload cannot be specified with Tags.",
  ],
  [
    "two conditions outside And",
    [{ Status: "Enabled", Filter: { Prefix: "a", ObjectSizeLessThan: 1 }, Expiration: { Days: 1 } }],
    "The XML you provided was not well-formed",
  ],
  [
    "a long id",
    [{ ID: "x".repeat(256), Status: "Enabled", Filter: {}, Expiration: { Days: 1 } }],
    "ID length should not exceed allowed limit of 255",
  ],
  [
    "too many spared versions",
    [
      {
        Status: "Enabled",
        Filter: {},
        NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 101 },
      },
    ],
    "must be less than or equal to 100",
  ],
  ["no filter at all", [{ Status: "Enabled", Expiration: { Days: 1 } }], "The XML you provided was not well-formed"],
] as const)("rules with %s are refused", (_what, rules, message) => {
  // Goal: nothing is stored that cannot be carried out.
  expect(() => parseLifecycle(rules as never, () => "id")).toThrow(message);
});
