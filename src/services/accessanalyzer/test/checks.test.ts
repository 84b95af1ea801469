// Goal: Access Analyzer's checks answer as AWS's examples have it. Method: through the SDK, with the examples of the AWS CLI
// (accessanalyzer validate-policy, check-no-new-access, check-access-not-granted, check-no-public-access) and of the SDK's documentation.

import {
  AccessAnalyzerClient,
  CheckAccessNotGrantedCommand,
  CheckNoNewAccessCommand,
  CheckNoPublicAccessCommand,
  ValidatePolicyCommand,
  type PolicyType,
} from "@aws-sdk/client-accessanalyzer";
import { beforeAll, describe, expect, it } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

let client: AccessAnalyzerClient;
beforeAll(async () => {
  client = (await sharedYard()).account().client(AccessAnalyzerClient);
});

const policy = (...statements: object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements }, undefined, 2);
const BUCKET = ["arn:aws:s3:::amzn-s3-demo-bucket", "arn:aws:s3:::amzn-s3-demo-bucket/*"];
const allow = (...Action: string[]): object => ({ Effect: "Allow", Action, Resource: BUCKET });

describe("ValidatePolicy", () => {
  it("gives the findings of AWS's example, at their places", async () => {
    const policyDocument = `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "",
            "Effect": "Allow",
            "Principal": {
                "Federated": "cognito-identity.amazonaws.com"
            },
            "Action": [
                "sts:AssumeRole",
                "sts:TagSession"
            ],
            "Condition": {
                "StringEquals": {
                    "cognito-identity.amazonaws.com:aud": "us-west-2_EXAMPLE"
                }
            }
        }
    ]
}`;
    const { findings } = await client.send(
      new ValidatePolicyCommand({ policyDocument, policyType: "RESOURCE_POLICY" }),
    );
    const page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html";
    expect(findings).toEqual([
      {
        findingDetails: "Add a value to the empty string in the Sid element.",
        findingType: "SUGGESTION",
        issueCode: "EMPTY_SID_VALUE",
        learnMoreLink: `${page}#access-analyzer-reference-policy-checks-suggestion-empty-sid-value`,
        locations: [
          {
            path: [{ value: "Statement" }, { index: 0 }, { value: "Sid" }],
            span: { start: { line: 5, column: 19, offset: 79 }, end: { line: 5, column: 21, offset: 81 } },
          },
        ],
      },
      expect.objectContaining({
        findingDetails:
          "The sts:AssumeRole action is invalid with the following principal(s): cognito-identity.amazonaws.com. Use a SAML provider principal with the sts:AssumeRoleWithSAML action or use an OIDC provider principal with the sts:AssumeRoleWithWebIdentity action. Ensure the provider is Federated if you use either of the two options.",
        findingType: "ERROR",
        issueCode: "MISMATCHED_ACTION_FOR_PRINCIPAL",
        locations: [
          expect.objectContaining({ path: [{ value: "Statement" }, { index: 0 }, { value: "Action" }, { index: 0 }] }),
          expect.objectContaining({
            path: [{ value: "Statement" }, { index: 0 }, { value: "Principal" }, { value: "Federated" }],
          }),
        ],
      }),
      expect.objectContaining({
        findingDetails:
          "The following actions: sts:TagSession are not supported by the condition key cognito-identity.amazonaws.com:aud. The condition will not be evaluated for these actions. We recommend that you move these actions to a different statement without this condition key.",
        issueCode: "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
        learnMoreLink: `${page}#access-analyzer-reference-policy-checks-error-unsupported-action-for-condition-key`,
      }),
    ]);
  });

  it("goes on page by page", async () => {
    const policyDocument = policy({ Effect: "Allow", Action: ["s3:Nothing", "nobody:Nothing"], Resource: "*" });
    const input = { policyDocument, policyType: "IDENTITY_POLICY" as const, maxResults: 1 };
    const first = await client.send(new ValidatePolicyCommand(input));
    const second = await client.send(new ValidatePolicyCommand({ ...input, nextToken: first.nextToken }));
    expect([first, second].map(({ findings }) => findings?.map(({ issueCode }) => issueCode))).toEqual([
      ["INVALID_ACTION"],
      ["INVALID_SERVICE_IN_ACTION"],
    ]);
    expect(second.nextToken).toBeUndefined();
  });

  it("refuses what is not asked of it", async () => {
    const ask = (more: object) =>
      client.send(new ValidatePolicyCommand({ policyDocument: "{}", policyType: "IDENTITY_POLICY", ...more }));
    await expect(ask({ policyType: "POLICY" as PolicyType })).rejects.toMatchObject({ name: "ValidationException" });
    await expect(ask({ validatePolicyResourceType: "AWS::S3::Bucket" })).rejects.toMatchObject({ reason: "other" });
    await expect(ask({ nextToken: "nothing" })).rejects.toMatchObject({ name: "ValidationException" });
  });
});

describe("the custom checks", () => {
  it("find new access, and none", async () => {
    const check = (existing: string, fresh: string) =>
      client.send(
        new CheckNoNewAccessCommand({
          existingPolicyDocument: existing,
          newPolicyDocument: fresh,
          policyType: "IDENTITY_POLICY",
        }),
      );
    const existing = policy(allow("s3:GetObject", "s3:ListBucket"));
    expect(await check(existing, policy(allow("s3:GetObject", "s3:GetObjectAcl", "s3:ListBucket")))).toMatchObject({
      result: "FAIL",
      message: "The modified permissions grant new access compared to your existing policy.",
      reasons: [{ description: "New access in the statement with index: 0.", statementIndex: 0 }],
    });
    expect(await check(existing, policy(allow("s3:GetObject")))).toMatchObject({ result: "PASS" });
    await expect(check(existing, "{}")).rejects.toMatchObject({ name: "InvalidParameterException" });
  });

  it("find granted access, and none", async () => {
    const check = (policyDocument: string, access: object, policyType: "IDENTITY_POLICY" | "RESOURCE_POLICY") =>
      client.send(new CheckAccessNotGrantedCommand({ policyDocument, access: [access], policyType }));
    const actions = ["s3:DeleteBucket", "s3:GetBucketLocation"];
    expect(await check(policy(allow("s3:GetObject", "s3:ListBucket")), { actions }, "IDENTITY_POLICY")).toMatchObject({
      result: "PASS",
      message: "The policy document does not grant access to perform one or more of the listed actions.",
    });
    const john = {
      Sid: "AllowJohnDoe",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:user/JohnDoe" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::my-bucket/*",
    };
    const asked = { actions: ["s3:PutObject"], resources: ["arn:aws:s3:::my-bucket/*"] };
    expect(await check(policy(john), asked, "RESOURCE_POLICY")).toMatchObject({
      result: "FAIL",
      message: "The policy document grants access to perform one or more of the listed actions or resources.",
      reasons: [
        {
          description: "One or more of the listed actions or resources in the statement with sid: AllowJohnDoe.",
          statementId: "AllowJohnDoe",
          statementIndex: 0,
        },
      ],
    });
    await expect(check(policy(john), {}, "RESOURCE_POLICY")).rejects.toMatchObject({
      name: "InvalidParameterException",
    });
  });

  it("find public access, and none", async () => {
    const check = (Principal: unknown) =>
      client.send(
        new CheckNoPublicAccessCommand({
          policyDocument: policy({ Sid: "Bob", Effect: "Allow", Principal, Action: ["s3:GetObject"] }),
          resourceType: "AWS::S3::Bucket",
        }),
      );
    expect(await check({ AWS: "arn:aws:iam::111122223333:user/JohnDoe" })).toMatchObject({
      result: "PASS",
      message: "The resource policy does not grant public access for the given resource type.",
    });
    expect(await check("*")).toMatchObject({
      result: "FAIL",
      message: "The resource policy grants public access for the given resource type.",
      reasons: [
        {
          description: "Public access granted in the following statement with sid: Bob.",
          statementId: "Bob",
          statementIndex: 0,
        },
      ],
    });
  });
});
