// ARNs, taken apart and put together.

import { expect, it } from "vitest";
import { formatArn, parseArn } from "./arns.ts";

it.each([
  ["arn:aws:sqs:eu-west-1:111111111111:orders", ["aws", "sqs", "eu-west-1", "111111111111", "orders"]],
  ["arn:aws:s3:::bucket/a:b", ["aws", "s3", "", "", "bucket/a:b"]],
  ["arn:aws:iam::111111111111:role/x", ["aws", "iam", "", "111111111111", "role/x"]],
  [
    "arn:aws:lambda:us-east-1:111111111111:function:f:1",
    ["aws", "lambda", "us-east-1", "111111111111", "function:f:1"],
  ],
  ["arn:aws:x:::", ["aws", "x", "", "", ""]],
])("takes %s apart", (text, [partition, service, region, account, resource]) => {
  expect(parseArn(text)).toEqual({ partition, service, region, account, resource });
});

it.each([
  "",
  "arn",
  "arn:",
  "arn:aws",
  "arn:aws:sqs",
  "arn:aws:sqs:r:1",
  "arn::sqs:r:1:x",
  "arn:aws::r:1:x",
  "urn:aws:sqs:r:1:x",
])("finds no ARN in %j", (text) => {
  expect(parseArn(text)).toBeUndefined();
});

it("puts one together", () => {
  expect(formatArn("sqs", "eu-west-1", "111111111111", "q")).toBe("arn:aws:sqs:eu-west-1:111111111111:q");
});
