// The statements that AddPermission writes into a topic's policy and RemovePermission takes out. Pure.

import { invalidParameter } from "./errors.ts";

interface Policy {
  readonly Statement: readonly { readonly Sid?: string }[] | { readonly Sid?: string };
}

// AWS: "Policy statement action out of service scope!" for all others.
const GRANTABLE = new Set([
  "GetTopicAttributes",
  "SetTopicAttributes",
  "AddPermission",
  "RemovePermission",
  "DeleteTopic",
  "Subscribe",
  "ListSubscriptionsByTopic",
  "Publish",
  "Receive",
]);

/** The policy with a statement for the label, in the form that SNS writes. */
export function addPermissionStatement(
  policyText: string,
  topicArn: string,
  permission: { readonly label: string; readonly accounts: readonly string[]; readonly actions: readonly string[] },
): string {
  const { label, accounts, actions } = permission;
  if (actions.some((action) => !GRANTABLE.has(action)))
    throw invalidParameter("Policy statement action out of service scope!");
  if (accounts.length === 0 || accounts.some((account) => !/^\d{12}$/.test(account)))
    throw invalidParameter("AWSAccountId");
  const { policy, statements } = parse(policyText);
  if (statements.some((statement) => statement.Sid === label)) throw invalidParameter("Statement already exists");
  const statement = {
    Sid: label,
    Effect: "Allow",
    Principal: { AWS: single(accounts.map((account) => `arn:aws:iam::${account}:root`)) },
    Action: single(actions.map((action) => `SNS:${action}`)),
    Resource: topicArn,
  };
  return JSON.stringify({ ...policy, Statement: [...statements, statement] });
}

/** The policy without the label's statement; a label that is not there is ignored. */
export function removePermissionStatement(policyText: string, label: string): string {
  const { policy, statements } = parse(policyText);
  return JSON.stringify({ ...policy, Statement: statements.filter((statement) => statement.Sid !== label) });
}

// The text was checked when it was set.
function parse(text: string): { policy: Policy; statements: readonly { readonly Sid?: string }[] } {
  const policy = JSON.parse(text) as Policy;
  return { policy, statements: [policy.Statement].flat() };
}

function single<T>(values: readonly T[]): T | readonly T[] {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}
