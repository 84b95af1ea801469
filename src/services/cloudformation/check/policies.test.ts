// Goal: what `check` says of policies in templates is true whatever their intrinsic functions come to, and is said at its line. Method: templates checked
// without a yard; of policies without an error, each part in turn becomes unknown, and none of them may get one.

import { expect, test } from "vitest";
import { checkTemplate } from "../../../checks.ts";

const check = async (text: string) =>
  (await checkTemplate({ text, file: "template.yaml" }, "us-east-1")).policies.map(
    ({ severity, code, logicalId, path, position }) =>
      `${severity} ${code} ${logicalId} ${path} ${position?.file}:${position?.line}:${position?.column}`,
  );

test("errors and security warnings are told at their lines, beside what is not known", async () => {
  const found = await check(`
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole, Resource: "*" }
      Policies:
        - PolicyName: own
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action:
                  - !Sub "\${Service}:Get*"
                  - dynamodb:CreateItem
                Resource: !GetAtt Table.Arn
              - Effect: Allow
                Action: s3:GetObject
                Resource: arn:aws:s3:us-east-1::bucket/*
  Everything:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Action: iam:PassRole, Resource: "*" }]
  Function:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: x
      Handler: index.handler
      Runtime: nodejs22.x
      Policies:
        - Statement: [{ Effect: Allow, Action: sqs:SendMessageBatch, Resource: !Ref Arn }]
Transform: AWS::Serverless-2016-10-31
Parameters:
  Service: { Type: String }
  Arn: { Type: String }
`);
  expect(found).toEqual([
    "error ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE Worker AssumeRolePolicyDocument.Statement[0].Resource template.yaml:9:100",
    "error INVALID_ACTION Worker Policies[0].PolicyDocument.Statement[0].Action[1] template.yaml:18:21",
    "error ARN_REGION_NOT_ALLOWED Worker Policies[0].PolicyDocument.Statement[1].Resource template.yaml:22:17",
    "security-warning PASS_ROLE_WITH_STAR_IN_RESOURCE Everything PolicyDocument.Statement[0].Action template.yaml:28:38",
    expect.stringMatching(
      /^error INVALID_ACTION FunctionRole Policies\[0\]\.PolicyDocument\.Statement\[0\]\.Action template\.yaml:36:/,
    ),
  ]);
});

const SOUND: readonly { readonly type: string; readonly member: string; readonly document: object }[] = [
  {
    type: "AWS::IAM::ManagedPolicy",
    member: "PolicyDocument",
    document: {
      Version: "2012-10-17",
      Id: "own",
      Statement: [
        {
          Sid: "Read",
          Effect: "Allow",
          Action: ["dynamodb:GetItem", "dynamodb:Query"],
          Resource: ["arn:aws:dynamodb:us-east-1:123456789012:table/orders"],
          Condition: {
            "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["${aws:username}"] },
            Bool: { "aws:SecureTransport": true },
            NumericLessThan: { "aws:MultiFactorAuthAge": 600 },
          },
        },
        { Effect: "Deny", NotAction: "s3:*", NotResource: "arn:aws:s3:::bucket/*" },
        {
          Effect: "Allow",
          Action: "iam:PassRole",
          Resource: "arn:aws:iam::123456789012:role/worker",
          Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
        },
      ],
    },
  },
  {
    type: "AWS::S3::BucketPolicy",
    member: "PolicyDocument",
    document: {
      Version: "2012-10-17",
      Statement: {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" }, IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
      },
    },
  },
  {
    type: "AWS::IAM::Role",
    member: "AssumeRolePolicyDocument",
    document: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: ["arn:aws:iam::123456789012:root"], Service: "lambda.amazonaws.com" },
          Action: ["sts:AssumeRole"],
          Condition: {
            StringEquals: { "sts:ExternalId": "12345" },
            DateLessThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" },
          },
        },
        {
          Effect: "Allow",
          Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/issuer.example.com" },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringEquals: { "issuer.example.com:aud": "app" } },
        },
      ],
    },
  },
];

/** The document with each of its parts in turn as a function's value. */
function* withUnknowns(value: unknown): Generator<unknown> {
  yield { Ref: "Unknown" };
  yield { "Fn::If": ["Maybe", value, { Ref: "AWS::NoValue" }] };
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      for (const other of withUnknowns(item)) yield value.map((each: unknown, at) => (at === index ? other : each));
  } else if (typeof value === "object" && value !== null) {
    for (const [name, member] of Object.entries(value))
      for (const other of withUnknowns(member)) yield { ...value, [name]: other };
  }
}

test.each(SOUND)(
  "a sound policy of $type gets no error when a part of it is unknown",
  async ({ type, member, document }) => {
    const variants = [document, ...withUnknowns(document)];
    expect(variants.length).toBeGreaterThan(20);
    const Resources = Object.fromEntries(
      variants.map((each, index) => [`R${index}`, { Type: type, Properties: { [member]: each } }]),
    );
    const Parameters = { Unknown: { Type: "String" } };
    const Conditions = { Maybe: { "Fn::Equals": [{ Ref: "Unknown" }, "x"] } };
    const found = await check(JSON.stringify({ Parameters, Conditions, Resources }));
    expect(found).toEqual([]);
  },
);
