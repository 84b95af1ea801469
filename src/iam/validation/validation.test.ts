// Goal: policies get the findings that AWS publishes, where they are deserved and nowhere else. Method: a policy for each code, and AWS's own managed policies as
// policies that have nearly none. AWS: "IAM policy validation check reference" (IAM User Guide), which names managed policies with findings, too.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ISSUES } from "./catalogue.ts";
import { validatePolicy, type PolicyType } from "./validate.ts";

type Sample = readonly [document: string, type: PolicyType, resourceType?: string];

const text = (...statements: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const statement = (more: object = {}): object => ({
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::bucket/*",
  ...more,
});
const identity = (more: object = {}): readonly [string, PolicyType] => [text(statement(more)), "IDENTITY_POLICY"];
const when = (operator: string, key: string, value: unknown, more: object = {}) =>
  identity({ Condition: { [operator]: { [key]: value } }, ...more });
const resource = (more: object = {}, type?: string): Sample => [
  text(statement({ Principal: { AWS: "111122223333" }, ...more })),
  "RESOURCE_POLICY",
  ...(type === undefined ? ([] as const) : ([type] as const)),
];
const trust = (more: object): readonly [string, PolicyType, string] => [
  text({ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole", ...more }),
  "RESOURCE_POLICY",
  "AWS::IAM::AssumeRolePolicyDocument",
];
const scp = (more: object = {}): readonly [string, PolicyType] => [
  text({ Effect: "Deny", Action: "s3:*", Resource: "*", ...more }),
  "SERVICE_CONTROL_POLICY",
];
const rcp = (more: object = {}): readonly [string, PolicyType] => [
  text({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*", ...more }),
  "RESOURCE_CONTROL_POLICY",
];
const tokens = (Federated: string, more: object = {}) =>
  trust({ Principal: { Federated }, Action: "sts:AssumeRoleWithWebIdentity", ...more });
const GITHUB = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
const passing = (more: object) => identity({ Action: "iam:PassRole", Resource: "*", ...more });
const making = (more: object) => identity({ Action: "iam:CreateServiceLinkedRole", Resource: "*", ...more });
const long = (count: number): string => `arn:aws:s3:::${"a".repeat(count)}`;

/** For each code a policy that has it. */
const SAMPLES: Readonly<Record<string, Sample>> = {
  ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: [
    text({
      Effect: "Allow",
      NotAction: "iam:*",
      Resource: "*",
      Condition: { StringEquals: { "aws:ResourceTag/a": "b" } },
    }),
    "IDENTITY_POLICY",
  ],
  ALLOW_WITH_NOT_PRINCIPAL: [
    text({ Effect: "Allow", NotPrincipal: { AWS: "111122223333" }, Action: "s3:GetObject", Resource: "*" }),
    "RESOURCE_POLICY",
  ],
  ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: when("StringEquals", "aws:ResourceTag/a", "b", {
    Action: "s3:ListAllMyBuckets",
    Resource: "*",
  }),
  ARN_ACCOUNT_NOT_ALLOWED: identity({ Resource: "arn:aws:s3::111122223333:bucket" }),
  ARN_REGION_NOT_ALLOWED: identity({ Action: "iam:GetRole", Resource: "arn:aws:iam:us-east-1:111122223333:role/a" }),
  CONFIRM_AUDIENCE_CLAIM_TYPE: tokens("accounts.google.com", {
    Condition: { "ForAllValues:StringEquals": { "accounts.google.com:aud": "a" } },
  }),
  CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE: [
    text({ Effect: "Allow", NotAction: "s3:*", NotResource: "arn:aws:s3:::a" }),
    "IDENTITY_POLICY",
  ],
  CREATE_SLR_WITH_NOT_RESOURCE: [
    text({ Effect: "Allow", Action: "iam:CreateServiceLinkedRole", NotResource: "arn:aws:iam::111122223333:role/a" }),
    "IDENTITY_POLICY",
  ],
  CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE: [
    text({ Effect: "Allow", Action: "iam:*", NotResource: "arn:aws:iam::111122223333:role/a" }),
    "IDENTITY_POLICY",
  ],
  CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE: making({ Action: "iam:Create*" }),
  CREATE_SLR_WITH_STAR_IN_RESOURCE: making({}),
  CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION: [
    text({ Effect: "Allow", NotAction: "s3:*", Resource: "*" }),
    "IDENTITY_POLICY",
  ],
  DATA_TYPE_MISMATCH: identity({ Effect: 1 }),
  DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: [
    text({
      Effect: "Deny",
      NotAction: "iam:*",
      Resource: "*",
      Condition: { StringEquals: { "aws:ResourceTag/a": "b" } },
    }),
    "IDENTITY_POLICY",
  ],
  DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: when("StringEquals", "aws:ResourceTag/a", "b", {
    Effect: "Deny",
    Action: "s3:ListAllMyBuckets",
    Resource: "*",
  }),
  DEPRECATED_GLOBAL_CONDITION_KEY: when("ArnLike", "aws:ARN", "arn:aws:iam::111122223333:user/a"),
  DUPLICATE_KEYS_WITH_DIFFERENT_CASE: identity({
    Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1", "aws:requestedregion": "us-east-1" } },
  }),
  DYNAMODB_ATTRIBUTES_WITHOUT_SELECT: when("ForAllValues:StringEquals", "dynamodb:Attributes", ["a"], {
    Action: "dynamodb:GetItem",
    Resource: "arn:aws:dynamodb:us-east-1:111122223333:table/a",
  }),
  EMPTY_ARRAY_ACTION: identity({ Action: [] }),
  EMPTY_ARRAY_CONDITION: when("StringEquals", "aws:username", []),
  EMPTY_ARRAY_CONDITION_FORALLVALUES: when("ForAllValues:StringEquals", "aws:TagKeys", []),
  EMPTY_ARRAY_CONDITION_FORANYVALUE: when("ForAnyValue:StringEquals", "aws:TagKeys", []),
  EMPTY_ARRAY_CONDITION_IFEXISTS: when("StringEqualsIfExists", "aws:username", []),
  EMPTY_ARRAY_PRINCIPAL: resource({ Principal: { AWS: [] } }),
  EMPTY_ARRAY_RESOURCE: identity({ Resource: [] }),
  EMPTY_OBJECT_CONDITION: identity({ Condition: {} }),
  EMPTY_OBJECT_PRINCIPAL: resource({ Principal: {} }),
  EMPTY_SID_VALUE: identity({ Sid: "" }),
  EMPTY_VARIABLE: identity({ Resource: "arn:aws:s3:::bucket/${}" }),
  EQUIVALENT_TO_NULL_FALSE: when("StringLike", "aws:username", "*"),
  EQUIVALENT_TO_NULL_TRUE: when("StringNotLike", "aws:username", "*"),
  FEDERATED_PRINCIPAL_NOT_SUPPORTED: resource({ Principal: { Federated: "accounts.google.com" } }, "AWS::S3::Bucket"),
  FORALLVALUES_WITH_SINGLE_VALUED_KEY: when("ForAllValues:StringEquals", "aws:username", "a"),
  FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE: tokens("accounts.google.com", {
    Condition: { "ForAnyValue:StringEquals": { "accounts.google.com:aud": "a" } },
  }),
  IMPROVE_IP_RANGE: when("IpAddress", "aws:SourceIp", "203.0.113.7/24"),
  INVALID_ACTION: identity({ Action: "s3:GetObjekt" }),
  INVALID_ARN_ACCOUNT: identity({ Action: "sqs:SendMessage", Resource: "arn:aws:sqs:us-east-1:123:q" }),
  INVALID_ARN_PREFIX: identity({ Resource: "bucket/*" }),
  INVALID_ARN_REGION: identity({ Action: "sqs:SendMessage", Resource: "arn:aws:sqs:us-east-9:111122223333:q" }),
  INVALID_ARN_RESOURCE: identity({
    Action: "states:StartExecution",
    Resource: "arn:aws:states:us-east-1:111122223333:statemachine:a",
  }),
  INVALID_ARN_SERVICE_CASE: identity({ Resource: "arn:aws:S3:::bucket" }),
  INVALID_CONDITION_DATA_TYPE: when("StringEquals", "aws:username", ["a", 1]),
  INVALID_CONDITION_KEY_FORMAT: when("StringEquals", "username", "a"),
  INVALID_CONDITION_MULTIPLE_BOOLEAN: when("Bool", "aws:SecureTransport", ["true", "false"]),
  INVALID_CONDITION_OPERATOR: when("StringMatches", "aws:username", "a"),
  INVALID_DATE_VALUE: when("DateLessThan", "aws:CurrentTime", "1700000000"),
  INVALID_EFFECT: identity({ Effect: "allow" }),
  INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY: tokens("somebody"),
  INVALID_GLOBAL_CONDITION_KEY: when("StringEquals", "aws:Nothing", "a"),
  INVALID_KMS_KEY_VALUE: when("StringEquals", "s3:x-amz-server-side-encryption-aws-kms-key-id", "alias/a", {
    Action: "s3:PutObject",
  }),
  INVALID_PARTITION: identity({ Resource: "arn:amazon:s3:::bucket" }),
  INVALID_POLICY_ELEMENT: identity({ Actions: [] }),
  INVALID_PRINCIPAL_FORMAT: resource({ Principal: "111122223333" }),
  INVALID_PRINCIPAL_KEY: resource({ Principal: { aws: "111122223333" } }),
  INVALID_REGION: when("StringEquals", "aws:RequestedRegion", "us-east-9"),
  INVALID_ROLE_REFERENCE: resource({ Principal: { AWS: "AROAAAAAAAAAAAAAAAAAA" } }),
  INVALID_SERVICE: when("StringEquals", "nobody:Key", "a"),
  INVALID_SERVICE_CONDITION_KEY: when("StringEquals", "s3:Nothing", "a"),
  INVALID_SERVICE_IN_ACTION: identity({ Action: "dyanmodb:PutItem" }),
  INVALID_SERVICE_PRINCIPAL_FORMAT: resource({ Principal: { Service: "SNS.amazonaws.com" } }),
  INVALID_USER_REFERENCE: resource({ Principal: { AWS: "AIDAAAAAAAAAAAAAAAAAA" } }),
  INVALID_VARIABLE_FOR_OPERATOR: when("NumericLessThan", "s3:max-keys", "${aws:username}", { Action: "s3:ListBucket" }),
  INVALID_VERSION: ['{"Version":"2020-01-01","Statement":[]}', "IDENTITY_POLICY"],
  INVALID_VPCE_FORMAT: when("StringEquals", "aws:SourceVpce", "endpoint"),
  INVALID_VPC_FORMAT: when("StringEquals", "aws:SourceVpc", "vpc-1"),
  IRRELEVANT_CONDITION_KEY_IN_POLICY: resource(
    { Condition: { StringEquals: { "s3:ResourceAccount": "111122223333" } } },
    "AWS::S3::Bucket",
  ),
  JSON_SYNTAX_ERROR: ['{"Version": "2012-10-17",}', "IDENTITY_POLICY"],
  MISMATCHED_ACTION_FOR_PRINCIPAL: tokens("arn:aws:iam::111122223333:saml-provider/a"),
  MISSING_ACTION: identity({ Action: undefined }),
  MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY: trust({ Principal: { Service: "rolesanywhere.amazonaws.com" } }),
  MISSING_ARN_ACCOUNT: identity({ Action: "sqs:SendMessage", Resource: "arn:aws:sqs:us-east-1::q" }),
  MISSING_ARN_FIELD: identity({ Resource: "arn:aws:s3:bucket" }),
  MISSING_ARN_REGION: identity({ Action: "sqs:SendMessage", Resource: "arn:aws:sqs::111122223333:q" }),
  MISSING_BRACE_IN_VARIABLE: identity({ Resource: "arn:aws:s3:::bucket/${aws:username" }),
  MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL: tokens("accounts.google.com"),
  MISSING_EFFECT: identity({ Effect: undefined }),
  MISSING_GITHUB_REPO_CONDITION_KEY: tokens(GITHUB),
  MISSING_PAIRED_CONDITION_KEYS: when("IpAddress", "aws:VpcSourceIp", "10.0.0.0/8"),
  MISSING_PRINCIPAL: resource({ Principal: undefined }),
  MISSING_QUALIFIER: when("StringEquals", "aws:TagKeys", "a"),
  MISSING_QUOTE_IN_VARIABLE: identity({ Resource: "arn:aws:s3:::bucket/${aws:username, nobody}" }),
  MISSING_RESOURCE: identity({ Resource: undefined }),
  MISSING_STATEMENT: ['{"Version":"2012-10-17"}', "IDENTITY_POLICY"],
  MISSING_TAG_KEY_IN_CONDITION: when("StringEquals", "aws:ResourceTag", "a"),
  MISSING_VERSION: ['{"Statement":[]}', "IDENTITY_POLICY"],
  NULL_WITH_IF_EXISTS: when("NullIfExists", "aws:username", "true"),
  NULL_WITH_QUALIFIER: when("ForAllValues:Null", "aws:TagKeys", "true"),
  PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE: [
    text({ Effect: "Allow", NotAction: "s3:*", NotResource: "arn:aws:s3:::a" }),
    "IDENTITY_POLICY",
  ],
  PASS_ROLE_WITH_NOT_RESOURCE: [
    text({ Effect: "Allow", Action: "iam:PassRole", NotResource: "arn:aws:iam::111122223333:role/a" }),
    "IDENTITY_POLICY",
  ],
  PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE: [
    text({ Effect: "Allow", Action: "iam:*", NotResource: "arn:aws:iam::111122223333:role/a" }),
    "IDENTITY_POLICY",
  ],
  PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE: passing({ Action: "iam:*" }),
  PASS_ROLE_WITH_STAR_IN_RESOURCE: passing({ Resource: "arn:aws:iam::111122223333:role/*" }),
  PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION: [
    text({ Effect: "Allow", NotAction: "s3:*", Resource: "*" }),
    "IDENTITY_POLICY",
  ],
  POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA: identity({ Resource: long(6_200) }),
  POLICY_SIZE_EXCEEDS_RCP_QUOTA: rcp({ Resource: long(5_200) }),
  POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA: resource({ Resource: long(20_500) }, "AWS::S3::Bucket"),
  POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA: trust({ Sid: "a".repeat(2_100) }),
  POLICY_SIZE_EXCEEDS_SCP_QUOTA: scp({ Resource: long(5_200) }),
  PRIVATE_IP_ADDRESS: when("IpAddress", "aws:SourceIp", ["10.0.0.0/8", "192.168.1.0/24"]),
  PRIVATE_IP_ADDRESS_SUBSET: when("IpAddress", "aws:SourceIp", ["10.0.0.0/8", "203.0.113.0/24"]),
  PRIVATE_NOT_IP_ADDRESS: when("NotIpAddress", "aws:SourceIp", "172.16.0.0/12"),
  PRIVATE_NOT_IP_ADDRESS_SUBSET: when("NotIpAddress", "aws:SourceIp", ["10.0.0.0/8", "203.0.113.0/24"]),
  RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY: rcp({
    Condition: { StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } },
  }),
  RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY: rcp({
    Condition: { StringNotEqualsIfExists: { "aws:SourceOrgID": "o-1" } },
  }),
  RCP_SYNTAX_ERROR_ACTION: rcp({ Action: "ec2:*" }),
  RCP_SYNTAX_ERROR_ALLOW: rcp({ Effect: "Allow", Resource: "arn:aws:s3:::a" }),
  RCP_SYNTAX_ERROR_NOTACTION: rcp({ Action: undefined, NotAction: "s3:*" }),
  RCP_SYNTAX_ERROR_PRINCIPAL: rcp({ Principal: { AWS: "111122223333" } }),
  RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL: resource({
    Principal: { Service: "sns.amazonaws.com" },
    Condition: { StringEquals: { "aws:Referer": "1" } },
  }),
  REDUNDANT_ACTION: identity({ Action: ["s3:Get*", "s3:GetObject"] }),
  REDUNDANT_CONDITION_VALUE_NUM: when("NumericLessThan", "aws:MultiFactorAuthAge", ["2700", "3600"]),
  REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION: when("StringLikeIfExists", "aws:username", "*"),
  REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY: trust({
    Principal: { AWS: ["arn:aws:iam::111122223333:role/a", "arn:aws:sts::111122223333:assumed-role/a/s"] },
  }),
  REDUNDANT_RESOURCE: identity({ Resource: ["arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket/a"] }),
  REDUNDANT_STATEMENT: [text(statement({ Sid: "One" }), statement({ Sid: "Two" })), "IDENTITY_POLICY"],
  REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION: when("ForAnyValue:StringNotLike", "aws:TagKeys", "*"),
  RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL: resource({ Principal: { Service: "sns.amazonaws.com" } }),
  ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL: trust({ Principal: undefined, NotPrincipal: { AWS: "111122223333" } }),
  ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE: trust({ Resource: "*" }),
  ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL: trust({ Principal: "*" }),
  S3_PREFIX_IN_NEGATIVE_CONTEXT: when("StringLike", "s3:prefix", "private/*", {
    Effect: "Deny",
    Action: "s3:ListBucket",
  }),
  SCP_SYNTAX_ERROR_ACTION_WILDCARD: scp({ Action: "s3:*Object" }),
  SCP_SYNTAX_ERROR_PRINCIPAL: scp({ Principal: "*" }),
  SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED: tokens(GITHUB, {
    Condition: { StringLike: { "token.actions.githubusercontent.com:sub": "repo:a/*" } },
  }),
  STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS: when(
    "StringLike",
    "aws:PrincipalArn",
    "arn:aws:iam::111122223333:role/a*",
  ),
  TYPE_MISMATCH: when("StringEquals", "aws:SecureTransport", "true"),
  TYPE_MISMATCH_BOOLEAN: when("Bool", "aws:SecureTransport", "yes"),
  TYPE_MISMATCH_DATE: when("DateLessThan", "aws:CurrentTime", "tomorrow"),
  TYPE_MISMATCH_IP_RANGE: when("IpAddress", "aws:SourceIp", "203.0.113.0/33"),
  TYPE_MISMATCH_NUMBER: when("NumericLessThan", "aws:MultiFactorAuthAge", "hour"),
  TYPE_MISMATCH_STRING: when("BinaryEquals", "aws:username", "not base64"),
  UNIQUE_SIDS_RECOMMENDED: [
    text(statement({ Sid: "A", Principal: "*" }), statement({ Sid: "A", Principal: "*", Action: "s3:PutObject" })),
    "RESOURCE_POLICY",
  ],
  UNIQUE_SIDS_REQUIRED: [
    text(statement({ Sid: "A" }), statement({ Sid: "A", Action: "s3:PutObject" })),
    "IDENTITY_POLICY",
  ],
  UNSUPPORTED_ACTION_FOR_CONDITION_KEY: when("StringEquals", "s3:prefix", "a"),
  UNSUPPORTED_ACTION_IN_POLICY: resource({ Action: "kms:Decrypt" }, "AWS::S3::Bucket"),
  UNSUPPORTED_ELEMENT_COMBINATION: identity({ NotAction: "s3:PutObject" }),
  UNSUPPORTED_PRINCIPAL: identity({ Principal: "*" }),
  UNSUPPORTED_RESOURCE_ARN_IN_POLICY: resource({ Resource: "arn:aws:sqs:us-east-1:111122223333:q" }, "AWS::S3::Bucket"),
  UNSUPPORTED_SID: identity({ Sid: "not this" }),
  UNSUPPORTED_SPACE_IN_VARIABLE: identity({ Resource: "arn:aws:s3:::bucket/${aws:user name}" }),
  UNSUPPORTED_WILDCARD_IN_PRINCIPAL: resource({ Principal: { AWS: "arn:aws:iam::111122223333:role/*" } }),
  UNTRUSTWORTHY_CONDITION_KEY: when("StringEquals", "aws:UserAgent", "a"),
  VARIABLE_UNSUPPORTED_IN_ELEMENT: identity({ Action: "s3:${aws:username}" }),
  VARIABLE_UNSUPPORTED_IN_VERSION: [
    JSON.stringify({
      Version: "2008-10-17",
      Statement: [statement({ Resource: "arn:aws:s3:::bucket/${aws:username}" })],
    }),
    "IDENTITY_POLICY",
  ],
  WILDCARD_IN_SERVICE_NAME: identity({ Resource: "arn:aws:*code*::111122223333:*" }),
  WILDCARD_WITHOUT_LIKE_OPERATOR: when("StringEquals", "aws:username", "a*"),
};

describe("each code", () => {
  it.each([...ISSUES.keys()])("%s is found where it is deserved", (code) => {
    const sample = SAMPLES[code];
    if (sample === undefined) throw new Error(`There is no sample of ${code}.`);
    const [document, type, resourceType] = sample;
    const findings = validatePolicy(document, type, resourceType);
    expect(findings.map(({ issueCode }) => issueCode)).toContain(code);
    for (const { findingDetails, locations } of findings) {
      expect(findingDetails).not.toMatch(/\{\w+\}/);
      for (const { span } of locations) expect(span.end.offset).toBeGreaterThanOrEqual(span.start.offset);
    }
  });
});

const SOUND: readonly Sample[] = [
  identity(),
  identity({
    Action: ["s3:ListBucket", "s3:Get*"],
    Resource: ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/${aws:username, 'nobody'}/*"],
  }),
  identity({ Action: "logs:PutLogEvents", Resource: "arn:aws:logs:*:111122223333:log-group:/aws/lambda/a:*" }),
  identity({ Action: "execute-api:Invoke", Resource: "arn:aws:execute-api:us-east-1:111122223333:abc/*/GET/orders" }),
  when("ForAllValues:StringEquals", "dynamodb:LeadingKeys", ["${aws:username}"], {
    Action: ["dynamodb:GetItem", "dynamodb:Query"],
    Resource: [
      "arn:aws:dynamodb:us-east-1:111122223333:table/a",
      "arn:aws:dynamodb:us-east-1:111122223333:table/a/index/*",
    ],
  }),
  when("StringEquals", "iam:PassedToService", "lambda.amazonaws.com", { Action: "iam:PassRole", Resource: "*" }),
  when("StringLike", "s3:prefix", ["home/*"], { Action: "s3:ListBucket", Resource: "arn:aws:s3:::bucket" }),
  when("StringEquals", "kms:ViaService", "s3.us-east-1.amazonaws.com", {
    Action: "kms:Decrypt",
    Resource: "arn:aws:kms:us-east-1:111122223333:key/*",
  }),
  resource({
    Principal: { Service: "sns.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: "*",
    Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:sns:us-east-1:111122223333:t" } },
  }),
  trust({ Principal: { Service: "lambda.amazonaws.com" } }),
  tokens(GITHUB, {
    Condition: { StringEquals: { "token.actions.githubusercontent.com:sub": "repo:a/b:ref:refs/heads/main" } },
  }),
  scp({ Condition: { StringNotEquals: { "aws:RequestedRegion": ["eu-central-1"] } } }),
  rcp({
    Condition: {
      StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-1" },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    },
  }),
];

describe("policies as they should be", () => {
  it("have no findings", () => {
    for (const [document, type, resourceType] of SOUND) {
      expect(validatePolicy(document, type, resourceType), document).toEqual([]);
    }
  });

  it("are, of AWS's own, those that the reference does not name", () => {
    const file = join(import.meta.dirname, "../directory/aws-policies.json");
    const policies = JSON.parse(readFileSync(file, "utf8")) as Record<string, { document: unknown }>;
    const found = Object.entries(policies).flatMap(([name, { document }]) =>
      validatePolicy(JSON.stringify(document), "IDENTITY_POLICY").map(({ issueCode }) => ({ name, issueCode })),
    );
    const having = (code: string): string[] =>
      found.filter(({ issueCode }) => issueCode === code).map(({ name }) => name.slice(1));
    // AWS: "AWS managed policies with this security warning" and "with this general warning" name these of those that are here.
    expect(having("PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE").sort()).toEqual([
      "AdministratorAccess",
      "IAMFullAccess",
    ]);
    expect(having("CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE").sort()).toEqual([
      "AdministratorAccess",
      "IAMFullAccess",
    ]);
    expect(having("CREATE_SLR_WITH_STAR_IN_RESOURCE")).toEqual(["PowerUserAccess"]);
    expect(having("POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA")).toContain("ReadOnlyAccess");
    expect(having("INVALID_ACTION")).toEqual([]);
  });
});

describe("findings", () => {
  it("tell what was meant, and where a text ends being JSON", () => {
    const details = (document: string) =>
      validatePolicy(document, "IDENTITY_POLICY").map(({ findingDetails }) => findingDetails);
    const [action] = details(identity({ Action: "s3:GetObjekt" })[0]);
    expect(action).toBe("The action s3:GetObjekt does not exist. Did you mean s3:GetObject?");
    const [service] = details(identity({ Action: "dyanmodb:PutItem" })[0]);
    expect(service).toBe("The service dyanmodb specified in the action does not exist. Did you mean dynamodb?");
    // AWS: a recorded finding.
    expect(details(identity({ Action: "s3:ListBuckets" })[0])).toEqual([
      "The action s3:ListBuckets does not exist. Did you mean s3:ListAllMyBuckets? The API called ListBuckets authorizes against the IAM action s3:ListAllMyBuckets.",
    ]);
    expect(details('{\n  "Version": 1,\n}')).toEqual(["Fix the JSON syntax error at index 18 line 3 column 0."]);
  });
});
