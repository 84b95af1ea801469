// What the grammar takes, and in which words it refuses.

import { describe, expect, it } from "vitest";
import { parsePolicy, PolicyError, readPolicy, type PolicyKind } from "./policy.ts";

const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };

function problem(document: unknown, kind: PolicyKind = "identity"): string {
  try {
    parsePolicy(typeof document === "string" ? document : JSON.stringify(document), kind);
  } catch (error) {
    if (error instanceof PolicyError) return error.message;
    throw error;
  }
  return "accepted";
}

describe("the grammar", () => {
  it("takes all that it has, singly and in lists", () => {
    const document = {
      Version: "2012-10-17",
      Id: "an-id",
      Statement: {
        Sid: "One",
        Effect: "Deny",
        NotPrincipal: { AWS: ["123456789012", "arn:aws:iam::123456789012:role/r"], Service: "sns.amazonaws.com" },
        NotAction: ["sqs:SendMessage", "sqs:Receive*"],
        NotResource: "arn:aws:sqs:*:*:q",
        Condition: {
          "ForAllValues:StringLikeIfExists": { "aws:TagKeys": ["a", "b"] },
          NumericLessThan: { "s3:max-keys": 10 },
          Bool: { "aws:SecureTransport": true },
        },
      },
    };
    expect(parsePolicy(JSON.stringify(document), "resource")).toEqual({
      version: "2012-10-17",
      id: "an-id",
      statements: [
        {
          sid: "One",
          effect: "Deny",
          notPrincipal: {
            AWS: ["123456789012", "arn:aws:iam::123456789012:role/r"],
            Service: ["sns.amazonaws.com"],
          },
          notAction: ["sqs:SendMessage", "sqs:Receive*"],
          notResource: ["arn:aws:sqs:*:*:q"],
          condition: {
            "ForAllValues:StringLikeIfExists": { "aws:TagKeys": ["a", "b"] },
            NumericLessThan: { "s3:max-keys": ["10"] },
            Bool: { "aws:SecureTransport": ["true"] },
          },
        },
      ],
    });
  });

  it("takes a policy without a version as 2008-10-17", () => {
    expect(parsePolicy(JSON.stringify({ Statement: [allow] }), "identity").version).toBe("2008-10-17");
  });

  // AWS: texts as IAM answers them (recorded in public issue threads); marked "inferred" where none was found.
  it.each<[string, unknown, PolicyKind, string]>([
    ["no JSON", "{", "identity", "This policy contains invalid Json"],
    ["no object", "[]", "identity", "Syntax errors in policy."],
    [
      "a version",
      { Version: "2012-10-18", Statement: allow },
      "identity",
      "Policy document must be version 2012-10-17 or greater.",
    ],
    ["no statement", { Version: "2012-10-17" }, "identity", "Syntax errors in policy."],
    ["an unknown field", { Statement: { ...allow, Actions: [] } }, "identity", "Syntax errors in policy."],
    ["an effect", { Statement: { ...allow, Effect: "allow" } }, "identity", "Syntax errors in policy."],
    [
      "no action",
      { Statement: { Effect: "Allow", Resource: "*" } },
      "identity",
      "Policy statement must contain actions.",
    ],
    [
      "no resource",
      { Statement: { Effect: "Allow", Action: "*" } },
      "identity",
      "Policy statement must contain resources.",
    ],
    [
      "an action without a vendor",
      { Statement: { ...allow, Action: "GetObject" } },
      "identity",
      "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
    ],
    ["a vendor", { Statement: { ...allow, Action: "a b:c" } }, "identity", "Vendor a b is not valid"],
    [
      "a resource",
      { Statement: { ...allow, Resource: "bucket/*" } },
      "identity",
      'Resource bucket/* must be in ARN format or "*".',
    ],
    [
      "a short ARN",
      { Statement: { ...allow, Resource: "arn:aws:s3" } },
      "identity",
      "The policy failed legacy parsing",
    ],
    [
      "equal Sids",
      {
        Statement: [
          { ...allow, Sid: "A" },
          { ...allow, Sid: "A" },
        ],
      },
      "identity",
      "Statement IDs (SID) in a single policy must be unique.",
    ],
    [
      "a principal",
      { Statement: { ...allow, Principal: "*" } },
      "identity",
      "Policy document should not specify a principal.",
    ],
    ["an operator", { Statement: { ...allow, Condition: { Equals: {} } } }, "identity", "Syntax errors in policy."],
    ["both actions", { Statement: { ...allow, NotAction: "a:b" } }, "identity", "Syntax errors in policy."],
    [
      "a trust policy's resource",
      { Statement: { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole", Resource: "*" } },
      "trust",
      "Has prohibited field Resource",
    ],
    [
      "a trust policy without a principal",
      { Statement: { Effect: "Allow", Action: "sts:AssumeRole" } },
      "trust",
      "Missing required field Principal",
    ],
    [
      "a trust policy's action",
      { Statement: { Effect: "Allow", Principal: "*", Action: "s3:GetObject" } },
      "trust",
      "AssumeRole policy may only specify STS AssumeRole actions.",
    ],
    [
      "a principal's name",
      { Statement: { Effect: "Allow", Principal: { AWS: "ada" }, Action: "sts:AssumeRole" } },
      "trust",
      'Invalid principal in policy: "AWS":"ada"',
    ],
    [
      "a principal with a wildcard",
      { Statement: { ...allow, Principal: { AWS: "arn:aws:iam::123456789012:role/*" } } },
      "resource",
      'Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/*"',
    ],
  ])("refuses %s", (_name, document, kind, message) => {
    expect(problem(document, kind)).toBe(message);
  });
});

describe("stored policies", () => {
  it("are read as far as an evaluation needs, whatever else is in them", () => {
    const statements = [
      { ...allow, Sid: "A", Comment: "unknown fields do not matter" },
      { ...allow, Sid: "A", Principal: { AWS: "somebody" } },
      { ...allow, Condition: { Equals: { "aws:SourceIp": "10.0.0.1" } } },
      { Effect: "Deny", Action: 1 },
      "nothing",
    ];
    const { version, statements: read } = readPolicy(JSON.stringify({ Statement: statements }));
    expect(version).toBe("2008-10-17");
    expect(read.map((one) => ("unreadable" in one ? one.unreadable : one.sid))).toEqual([
      "A",
      "A",
      "Allow",
      "Deny",
      "Deny",
    ]);
  });

  it("take a principal of CloudFront's, and no wildcard in a name", () => {
    const identity = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1ABCDEFGHIJKL";
    expect(problem({ Statement: { ...allow, Principal: { AWS: identity } } }, "resource")).toBe("accepted");
  });
});
