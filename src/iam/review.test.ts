// Goal: what a role did becomes the least that allows it, and what its policies grant beyond that is named. Method: policies and accesses as values.

import { expect, test } from "vitest";
import type { Access } from "./directory/accesses.ts";
import { reviewGrants, suggestStatements } from "./review.ts";

function did(action: string, resource: string): Access {
  return { action, resource, count: 1, firstMs: 0, lastMs: 0 };
}

const TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/courses";
const OBJECT = "arn:aws:s3:::videos/2026/";

test("puts actions on the same resources into one statement", () => {
  expect(
    suggestStatements([did("dynamodb:PutItem", TABLE), did("dynamodb:GetItem", TABLE), did("sns:Publish", "arn:t")]),
  ).toEqual([
    { Effect: "Allow", Action: ["dynamodb:GetItem", "dynamodb:PutItem"], Resource: [TABLE] },
    { Effect: "Allow", Action: ["sns:Publish"], Resource: ["arn:t"] },
  ]);
});

test("names objects by their longest common folder: the next one will have another name", () => {
  const [several] = suggestStatements([
    did("s3:GetObject", `${OBJECT}a/1.mp4`),
    did("s3:GetObject", `${OBJECT}a/2.mp4`),
    did("s3:GetObject", `${OBJECT}b/3.mp4`),
  ]);
  expect(several?.Resource).toEqual([`${OBJECT}*`]);
  const [one] = suggestStatements([did("s3:GetObject", "arn:aws:s3:::videos/readme.txt")]);
  expect(one?.Resource).toEqual(["arn:aws:s3:::videos/*"]);
});

test("tells each granted action with what it let through, whatever its conditions", () => {
  const document = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Courses",
        Effect: "Allow",
        Action: ["dynamodb:*Item", "dynamodb:Scan"],
        Resource: TABLE,
        Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } },
      },
      { Effect: "Deny", Action: "*", Resource: "arn:other" },
      { Effect: "Allow", NotAction: "iam:*", Resource: "*" },
    ],
  });
  expect(reviewGrants([{ name: "inline", document }], [did("dynamodb:GetItem", TABLE)])).toEqual([
    {
      policy: "inline",
      statement: "Courses",
      resources: [TABLE],
      actions: [
        { pattern: "dynamodb:*Item", used: ["dynamodb:GetItem"] },
        { pattern: "dynamodb:Scan", used: [] },
      ],
    },
    {
      policy: "inline",
      statement: 2,
      resources: ["*"],
      actions: [{ pattern: "not iam:*", used: ["dynamodb:GetItem"] }],
    },
  ]);
});
