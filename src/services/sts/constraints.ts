// STS's lengths, ranges and patterns, from its service model.

import type { Constraint, Constraints } from "../../service/constraints.ts";

const TEXT = "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+";
// AWS: the session policy's plain text is at most 2,048 characters (AssumeRole, parameter Policy).
const POLICY: Constraint = { length: [1, 2_048], pattern: TEXT };
const ARN: Constraint = { length: [20, 2_048], pattern: TEXT };
const TAG_KEY = { length: [1, 128], pattern: "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+" } as const;
const TAGS: Readonly<Record<string, Constraint>> = {
  Tags: { length: [0, 50] },
  "Tags.member.Key": TAG_KEY,
  "Tags.member.Value": { length: [0, 256], pattern: "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*" },
};
const POLICIES: Readonly<Record<string, Constraint>> = {
  Policy: POLICY,
  PolicyArns: { length: [0, 10] },
  "PolicyArns.member.arn": ARN,
};

export const constraints: Constraints = {
  AssumeRole: {
    ...TAGS,
    ...POLICIES,
    RoleArn: ARN,
    RoleSessionName: { length: [2, 64], pattern: "[\\w+=,.@-]*" },
    DurationSeconds: { range: [900, 43_200] },
    TransitiveTagKeys: { length: [0, 50] },
    "TransitiveTagKeys.member": TAG_KEY,
    ExternalId: { length: [2, 1_224], pattern: "[\\w+=,.@:\\/-]*" },
    SerialNumber: { length: [9, 256], pattern: "[\\w+=/:,.@-]*" },
    TokenCode: { length: [6, 6], pattern: "[\\d]*" },
    SourceIdentity: { length: [2, 64], pattern: "[\\w+=,.@-]*" },
  },
  AssumeRoleWithWebIdentity: {
    ...POLICIES,
    RoleArn: ARN,
    RoleSessionName: { length: [2, 64], pattern: "[\\w+=,.@-]*" },
    WebIdentityToken: { length: [4, 20_000] },
    ProviderId: { length: [4, 2_048] },
    DurationSeconds: { range: [900, 43_200] },
  },
  AssumeRoleWithSAML: {
    ...POLICIES,
    RoleArn: ARN,
    PrincipalArn: ARN,
    SAMLAssertion: { length: [4, 100_000] },
    DurationSeconds: { range: [900, 43_200] },
  },
  GetFederationToken: {
    ...TAGS,
    ...POLICIES,
    Name: { length: [2, 32], pattern: "[\\w+=,.@-]*" },
    DurationSeconds: { range: [900, 129_600] },
  },
  GetSessionToken: {
    DurationSeconds: { range: [900, 129_600] },
    SerialNumber: { length: [9, 256], pattern: "[\\w+=/:,.@-]*" },
    TokenCode: { length: [6, 6], pattern: "[\\d]*" },
  },
  DecodeAuthorizationMessage: { EncodedMessage: { length: [1, 10_240] } },
  GetAccessKeyInfo: { AccessKeyId: { length: [16, 128], pattern: "[\\w]*" } },
};
