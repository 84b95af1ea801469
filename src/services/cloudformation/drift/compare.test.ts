// Goal: drift is what AWS's rules call drift, and nothing else. Method: pairs of expected and live properties, each with the differences that it makes.

import { expect, test } from "vitest";
import { loadResourceSchema } from "../schema/resource-schema.ts";
import { compareLive, describeDifference } from "./compare.ts";
import { comparisonRules } from "./registry.ts";
import { maskDifference, maskSecrets } from "./secrets.ts";

type Values = Readonly<Record<string, unknown>>;

function differences(typeName: string, expected: Values, actual: Values): string[] {
  const schema = loadResourceSchema(typeName);
  const comparison = compareLive(expected, actual, schema, comparisonRules(typeName, schema));
  return comparison.differences.map((one) => {
    const { PropertyPath, DifferenceType, ExpectedValue, ActualValue } = describeDifference(one);
    return `${PropertyPath} ${DifferenceType} ${ExpectedValue} ${ActualValue}`;
  });
}

const statement = (more: object): Values => ({
  Bucket: "b",
  PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:*", ...more }] },
});

// Each: what it is about, a type, what is expected, what is live, and the differences.
const CASES: readonly (readonly [string, string, Values, Values, readonly string[]])[] = [
  // AWS: "Detect unmanaged configuration changes": only what the template sets is compared.
  [
    "properties that the template leaves out",
    "AWS::SQS::Queue",
    { DelaySeconds: 1 },
    { DelaySeconds: 1, VisibilityTimeout: 9 },
    [],
  ],
  [
    "members of an object that the template leaves out",
    "AWS::Lambda::Function",
    { LoggingConfig: { LogGroup: "g" } },
    { LoggingConfig: { LogGroup: "g", LogFormat: "Text" } },
    [],
  ],
  [
    "what is added to a map",
    "AWS::Lambda::Function",
    { Environment: { Variables: { A: "1" } } },
    { Environment: { Variables: { A: "1", B: "2" } } },
    ["/Environment/Variables/B ADD null 2"],
  ],
  [
    "numbers as text",
    "AWS::SQS::Queue",
    { DelaySeconds: 20, RedrivePolicy: { maxReceiveCount: "10" } },
    { DelaySeconds: "20", RedrivePolicy: { maxReceiveCount: 10 } },
    [],
  ],
  ["texts that look like numbers", "AWS::SSM::Parameter", { Value: "1" }, { Value: "01" }, ["/Value NOT_EQUAL 1 01"]],
  // AWS: "Detect drift on an entire CloudFormation stack", the page's example.
  [
    "the user guide's queue",
    "AWS::SQS::Queue",
    { DelaySeconds: 20, RedrivePolicy: { deadLetterTargetArn: "a", maxReceiveCount: 10 } },
    { DelaySeconds: 120, RedrivePolicy: { deadLetterTargetArn: "a", maxReceiveCount: 12 } },
    ["/DelaySeconds NOT_EQUAL 20 120", "/RedrivePolicy/maxReceiveCount NOT_EQUAL 10 12"],
  ],
  // AWS: recorded in the CloudFormation workshop's chapter on drift.
  [
    "a table that was set to on-demand",
    "AWS::DynamoDB::Table",
    { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 }, BillingMode: "PROVISIONED" },
    { BillingMode: "PAY_PER_REQUEST" },
    [
      '/ProvisionedThroughput REMOVE {"ReadCapacityUnits":1,"WriteCapacityUnits":1} null',
      "/BillingMode NOT_EQUAL PROVISIONED PAY_PER_REQUEST",
    ],
  ],
  ["an empty list that is not given back", "AWS::IAM::Role", { ManagedPolicyArns: [] }, {}, []],
  ["lists that are sets", "AWS::IAM::Role", { ManagedPolicyArns: ["a", "b"] }, { ManagedPolicyArns: ["b", "a"] }, []],
  [
    "what is added to a set and taken from it",
    "AWS::IAM::Role",
    { ManagedPolicyArns: ["a", "b"] },
    { ManagedPolicyArns: ["c", "b"] },
    ["/ManagedPolicyArns/0 REMOVE a null", "/ManagedPolicyArns/2 ADD null c"],
  ],
  [
    "lists whose order counts",
    "AWS::DynamoDB::Table",
    { KeySchema: [{ AttributeName: "a", KeyType: "HASH" }] },
    { KeySchema: [{ AttributeName: "b", KeyType: "HASH" }] },
    ["/KeySchema/0/AttributeName NOT_EQUAL a b"],
  ],
  [
    "tags by their keys",
    "AWS::SQS::Queue",
    {
      Tags: [
        { Key: "a", Value: "1" },
        { Key: "b", Value: "2" },
      ],
    },
    {
      Tags: [
        { Key: "b", Value: "3" },
        { Key: "a", Value: "1" },
      ],
    },
    ["/Tags/1/Value NOT_EQUAL 2 3"],
  ],
  ["what no read gives back", "AWS::Lambda::Function", { Code: { ZipFile: "1" }, Handler: "h" }, { Handler: "h" }, []],
  [
    "a function by its ARN",
    "AWS::Lambda::Version",
    { FunctionName: "arn:aws:lambda:eu-west-1:123456789012:function:f" },
    { FunctionName: "f" },
    [],
  ],
  [
    "another version of a function",
    "AWS::Lambda::Alias",
    { FunctionName: "f:1" },
    { FunctionName: "f" },
    ["/FunctionName NOT_EQUAL f:1 f"],
  ],
  [
    "a policy written in another way",
    "AWS::S3::BucketPolicy",
    statement({ Action: ["s3:GetObject", "s3:PutObject"], Resource: "r", Principal: { AWS: "123456789012" } }),
    statement({
      Action: ["s3:PutObject", "s3:GetObject"],
      Resource: ["r"],
      Principal: { AWS: ["arn:aws:iam::123456789012:root"] },
    }),
    [],
  ],
  [
    "a policy as text",
    "AWS::IAM::Role",
    { AssumeRolePolicyDocument: JSON.stringify({ Statement: [] }) },
    { AssumeRolePolicyDocument: { Statement: [] } },
    [],
  ],
  [
    "a policy that lets more people in",
    "AWS::S3::BucketPolicy",
    statement({ Principal: { Service: "sns.amazonaws.com" } }),
    statement({}),
    [
      "/PolicyDocument/Statement/0/Principal/Service REMOVE sns.amazonaws.com null",
      "/PolicyDocument/Statement/0/Principal/AWS ADD null *",
    ],
  ],
  [
    "a condition that was taken away",
    "AWS::S3::BucketPolicy",
    statement({ Condition: { Bool: { "aws:SecureTransport": true } } }),
    statement({}),
    ['/PolicyDocument/Statement/0/Condition REMOVE {"Bool":{"aws:SecureTransport":"true"}} null'],
  ],
  [
    "names with slashes",
    "AWS::SSM::Parameter",
    { Tags: { "a/b~c": "1" } },
    { Tags: { "a/b~c": "2" } },
    ["/Tags/a~1b~0c NOT_EQUAL 1 2"],
  ],
];

test.each(CASES)("%s", (_about, typeName, expected, actual, wanted) => {
  expect(differences(typeName, expected, actual)).toEqual(wanted);
});

test("secrets stay secret, drifted or not", () => {
  const real = { Environment: { Variables: { PASSWORD: "hunter2", HOST: "a" } } };
  const shown = { Environment: { Variables: { PASSWORD: "****", HOST: "a" } } };
  const live = { Environment: { Variables: { PASSWORD: "other", HOST: "b" } } };
  expect(maskSecrets(real, real, shown)).toEqual(shown);
  expect(maskSecrets(live, real, shown)).toEqual({ Environment: { Variables: { PASSWORD: "****", HOST: "b" } } });
  const typeName = "AWS::Lambda::Function";
  const schema = loadResourceSchema(typeName);
  const found = compareLive(real, live, schema, comparisonRules(typeName, schema)).differences;
  expect(found.map((one) => describeDifference(maskDifference(one, real, shown)))).toEqual([
    expect.objectContaining({ ExpectedValue: "****", ActualValue: "****", DifferenceType: "NOT_EQUAL" }),
    expect.objectContaining({ ExpectedValue: "a", ActualValue: "b" }),
  ]);
});
