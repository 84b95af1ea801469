import { describe, expect, test } from "vitest";
import { irreversibleChanges, irreversibleRemoval } from "./irreversible.ts";
import { renderReport } from "./report.ts";
import { targetOf } from "./rollback.ts";
import type { ReleaseRecord, ReleaseStatus, ReleaseSummary } from "./record.ts";
import { outputVariable } from "./run-tests.ts";
import { fillTemplate, templateFrom, versionId } from "./unit-version.ts";
import type { UnitVersion } from "./unit-version.ts";

function release(number: number, kind: ReleaseRecord["kind"], status: ReleaseStatus, to?: number): ReleaseSummary {
  const by = { arn: "arn:aws:iam::111122223333:user/ada", user: "ada@host" };
  return { number, kind, status, startedAt: "", by, changed: 1, units: 1, ...(to === undefined ? {} : { to }) };
}

describe("targetOf", () => {
  // Goal: without a number a rollback goes to what people mean. Method: histories, oldest first, and the number expected.
  test.each([
    ["nothing before the first", [release(1, "deploy", "complete")], undefined],
    ["the one before", [release(1, "deploy", "complete"), release(2, "deploy", "complete")], 1],
    ["the last complete one after a failure", [release(1, "deploy", "complete"), release(2, "deploy", "failed")], 1],
    ["an interrupted release", [release(1, "deploy", "complete"), release(2, "deploy", "in-progress")], 1],
    [
      "not what was rolled back",
      [
        release(1, "deploy", "complete"),
        release(2, "promote", "complete"),
        release(3, "deploy", "rolled back"),
        release(4, "rollback", "complete", 2),
      ],
      1,
    ],
    [
      "further back after a rollback",
      [
        release(1, "deploy", "complete"),
        release(2, "deploy", "complete"),
        release(3, "deploy", "complete"),
        release(4, "rollback", "complete", 2),
      ],
      1,
    ],
    [
      "an interrupted rollback is taken up again",
      [
        release(1, "deploy", "complete"),
        release(2, "deploy", "complete"),
        release(3, "deploy", "complete"),
        release(4, "rollback", "in-progress", 1),
      ],
      1,
    ],
  ])("%s", (_, history, expected) => {
    expect(targetOf(history.toReversed())).toBe(expected);
  });
});

describe("irreversible", () => {
  // Goal: what is lost, what is kept by its policy, and what is harmless are told apart. Method: one change of each kind.
  test("tells losses from what stays", () => {
    const change = (
      logicalId: string,
      resourceType: string,
      action: "remove" | "replace" | "change",
      policy?: string,
    ) => ({
      logicalId,
      resourceType,
      action,
      properties: ["Name"],
      ...(policy === undefined ? {} : { policy }),
    });
    const found = irreversibleChanges("unit", [
      change("Table", "AWS::DynamoDB::Table", "remove", "Delete"),
      change("Kept", "AWS::DynamoDB::Table", "remove", "Retain"),
      change("Old", "AWS::S3::Bucket", "replace", "ReplaceAndDelete"),
      change("Base", "AWS::RDS::DBInstance", "remove", "Snapshot"),
      change("Topic", "AWS::SNS::Topic", "remove", "Delete"),
      change("Queue", "AWS::SQS::Queue", "change"),
    ]);
    expect(found.map(({ logicalId, kind }) => `${logicalId} ${kind}`)).toEqual([
      "Table data-loss",
      "Kept retained",
      "Old data-loss",
      "Base snapshot",
    ]);
    const template = templateFrom(
      JSON.stringify({
        Resources: {
          Table: { Type: "AWS::DynamoDB::Table" },
          Kept: { Type: "AWS::DynamoDB::Table", DeletionPolicy: "Retain" },
          Role: { Type: "AWS::IAM::Role" },
        },
      }),
      "unit/template",
    );
    expect(irreversibleRemoval("unit", template).map(({ kind }) => kind)).toEqual(["data-loss", "retained"]);
    expect(irreversibleChanges("unit", "No export named X found")).toMatchObject([{ kind: "unforeseen" }]);
  });
});

const VERSION: UnitVersion = {
  unit: "card-payment",
  tier: "business",
  template: "0".repeat(64),
  artifacts: [
    { key: "1.zip", logicalId: "A", resourceType: "AWS::Lambda::Function", path: ["Code"], location: "S3Bucket/S3Key" },
  ],
  parameters: {},
  secrets: [],
  dependsOn: [],
  tests: [],
  readsFromElsewhere: false,
};

describe("a unit version", () => {
  // Goal: one version has one id and fits every account. Method: fill it for two buckets, compare ids of equal and other ones.
  test("does not depend on the account", () => {
    const text = JSON.stringify({ Resources: { A: { Type: "AWS::Lambda::Function", Properties: { Runtime: "x" } } } });
    const filled = (bucket: string): unknown => JSON.parse(fillTemplate(text, VERSION.artifacts, bucket));
    expect(filled("one")).toEqual({
      Resources: {
        A: { Type: "AWS::Lambda::Function", Properties: { Runtime: "x", Code: { S3Bucket: "one", S3Key: "1.zip" } } },
      },
    });
    expect(versionId({ ...VERSION, dependsOn: ["other"] })).toBe(versionId(VERSION));
    expect(versionId({ ...VERSION, template: "1".repeat(64) })).not.toBe(versionId(VERSION));
  });

  // Goal: tests find outputs under the documented names. Method: names with hyphens, words and abbreviations.
  test.each([
    ["card-payment", "ApiUrl", "STACKYARD_OUTPUT_CARD_PAYMENT_API_URL"],
    ["user", "HTTPEndpoint2", "STACKYARD_OUTPUT_USER_HTTP_ENDPOINT2"],
  ])("names the output variables of %s.%s", (unit, output, variable) => {
    expect(outputVariable(unit, output)).toBe(variable);
  });
});

// Goal: the report says all that the record says, needs nothing from elsewhere, and lets nothing of a record become markup.
// Method: a record with a hostile name in every text.
test("a report is one page that nothing can break out of", () => {
  const evil = `<script>alert("1")</script>`;
  const record: ReleaseRecord = {
    v: 1,
    number: 7,
    system: "shop",
    environment: "dev",
    account: "111122223333",
    region: "eu-central-1",
    kind: "deploy",
    status: "failed",
    startedAt: "2026-01-01T00:00:00.000Z",
    by: { arn: evil, user: evil, commit: { id: evil, isDirty: true } },
    units: {
      [evil]: {
        outcome: "failed",
        failure: evil,
        changes: [{ logicalId: evil, resourceType: evil, action: "replace", properties: [evil] }],
        tests: [{ name: evil, command: evil, isPassed: false, exitCode: 1, durationMs: 5, output: evil, release: 7 }],
      },
    },
    tests: [],
    failure: evil,
  };
  const page = renderReport(record);
  expect(page).not.toContain("<script");
  expect(page).not.toMatch(/\s(src|href)=/);
  expect(page).toContain('<html lang="en">');
  expect(page.match(/&#60;script/g)?.length).toBeGreaterThan(8);
});
