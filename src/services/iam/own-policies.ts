// The account's own managed policies: read, changed, and measured. AWS's own can be read only.

import { AwsError } from "../../kernel/errors.ts";
import type { Context } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { documentSize } from "./documents.ts";
import { invalidArn, policyNotFound, policyVersionNotFound, quotaExceeded } from "./errors.ts";
import { findManagedPolicy, type ManagedPolicy } from "../../iam/directory/managed-policies.ts";
import { parsePolicyArn } from "../../iam/directory/names.ts";
import type { PolicyRecord, PolicyVersionRecord } from "../../iam/directory/records.ts";
import { changeIam, saveNamed } from "../../iam/directory/repo.ts";

// AWS: "IAM and AWS STS quotas": white space does not count.
const POLICY_LIMIT = 6_144;

/** Like findManagedPolicy, but throws InvalidInput or NoSuchEntity. */
export function requireManagedPolicy(tx: ReadTx, account: string, arn: string): ManagedPolicy {
  if (parsePolicyArn(arn) === undefined) throw invalidArn(arn);
  const found = findManagedPolicy(tx, account, arn);
  if (found === undefined) throw policyNotFound(arn);
  return found;
}

/** Throws LimitExceeded for a document that is too long. */
export function requirePolicySize(document: string): void {
  if (documentSize(document) > POLICY_LIMIT) throw quotaExceeded("PolicySize", POLICY_LIMIT);
}

/** A managed policy, the account's or AWS's; throws NoSuchEntity. */
export function readPolicy(context: Context, arn: string): ManagedPolicy {
  return context.store.read<ManagedPolicy>((tx) => requireManagedPolicy(tx, context.account, arn));
}

/** A policy that the account may change; throws AccessDenied for AWS's. */
export function requireOwnPolicy(tx: ReadTx, account: string, arn: string): ManagedPolicy {
  const policy = requireManagedPolicy(tx, account, arn);
  if (policy.isAws) {
    throw new AwsError({
      code: "AccessDenied",
      message: `Policy ${arn} is managed by AWS and cannot be changed.`,
      status: 403,
    });
  }
  return policy;
}

/** Replaces a policy by what `change` makes of it, in one transaction, and gives it. */
export function changePolicy(
  context: Context,
  arn: string,
  change: (record: PolicyRecord) => PolicyRecord,
): PolicyRecord {
  return changeIam<PolicyRecord>(context.store, (tx) => {
    const changed = change(requireOwnPolicy(tx, context.account, arn).record);
    saveNamed(tx, context.account, "policy", changed);
    return changed;
  });
}

/** The version of this id; throws NoSuchEntity. */
export function requireVersion(
  { arn, record }: Pick<ManagedPolicy, "arn" | "record">,
  versionId: string,
): PolicyVersionRecord {
  const version = record.versions.find((one) => one.id === versionId);
  if (version === undefined) throw policyVersionNotFound(arn, versionId);
  return version;
}
