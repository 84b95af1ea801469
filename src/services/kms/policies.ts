// Key policies: the default one, that of AWS managed keys, and the check that nobody locks themselves out.

import { evaluate } from "../../iam/evaluate.ts";
import { parsePolicy, PolicyError } from "../../iam/policy.ts";
import type { Principal } from "../../iam/principal.ts";
import type { Scope } from "../../service/context.ts";
import { limitExceeded, lockout, malformedPolicy, noSuchPolicy } from "./errors.ts";

/** AWS: "Default key policy": the account decides by its IAM policies. */
export function defaultPolicy({ account }: Scope): string {
  return JSON.stringify(
    {
      Version: "2012-10-17",
      Id: "key-default-1",
      Statement: [
        {
          Sid: "Enable IAM User Permissions",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: "kms:*",
          Resource: "*",
        },
      ],
    },
    undefined,
    2,
  );
}

/** AWS: "Viewing key policies of AWS managed keys": everybody of the account may use the key, through its service only. */
export function managedPolicy({ account, region }: Scope, service: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Id: `auto-${service}-1`,
    Statement: [
      {
        Sid: `Allow access through ${service} for all principals in the account that are authorized to use it`,
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: [
          "kms:Encrypt",
          "kms:Decrypt",
          "kms:ReEncrypt*",
          "kms:GenerateDataKey*",
          "kms:CreateGrant",
          "kms:DescribeKey",
        ],
        Resource: "*",
        Condition: {
          StringEquals: { "kms:CallerAccount": account, "kms:ViaService": `${service}.${region}.amazonaws.com` },
        },
      },
      {
        Sid: "Allow direct access to key metadata to the account",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: ["kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"],
        Resource: "*",
      },
    ],
  });
}

// LIMIT: AWS: "Resource quotas", key policy document size: 32 KB.
const POLICY_BYTES = 32_768;

/** Checks the grammar and the size. */
export function requirePolicy(policy: string): void {
  // AWS: PutKeyPolicy, LimitExceededException: "a length constraint or quota was exceeded". The wording is inferred.
  if (Buffer.byteLength(policy) > POLICY_BYTES) throw limitExceeded("Key policy document is larger than 32768 bytes.");
  try {
    parsePolicy(policy, "resource");
  } catch (error) {
    if (error instanceof PolicyError) throw malformedPolicy(error.message, error);
    throw error;
  }
}

/**
 * AWS: PutKeyPolicy: "The key policy must allow the calling principal to make a subsequent PutKeyPolicy request": by
 * itself, or by leaving it to the account's IAM policies.
 */
export function requireNoLockout(policy: string, arn: string, principal: Principal, { account }: Scope): void {
  const { isAllowed } = evaluate({
    principal,
    request: { action: "kms:PutKeyPolicy", resource: arn },
    resourceAccount: account,
    policies: {
      identity: [{ name: "any", document: EVERYTHING }],
      session: [],
      serviceControl: [],
      resource: { name: arn, document: policy },
    },
    globalConditions: {},
  });
  if (!isAllowed) throw lockout();
}

const EVERYTHING = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

/** AWS: "The only valid value is default". */
export function requirePolicyName(name: string): void {
  if (name !== "default") throw noSuchPolicy();
}
