// The statements that AddPermission writes into a queue's policy and RemovePermission takes out. Pure.

import { LIMITS } from "./constraints.ts";
import { invalidParameter, missingParameter, overLimit } from "./errors.ts";

interface Policy {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: readonly { readonly Sid?: string; readonly Action?: unknown }[];
}

// AWS: AddPermission. "*" stands for all of them.
const GRANTABLE = new Set([
  "*",
  "SendMessage",
  "ReceiveMessage",
  "DeleteMessage",
  "ChangeMessageVisibility",
  "GetQueueAttributes",
  "GetQueueUrl",
  "ListDeadLetterSourceQueues",
  "PurgeQueue",
]);

/** The policy with a statement for the label, in the form that SQS writes. */
export function addPermissionStatement(
  policyText: string | undefined,
  queueArn: string,
  permission: { readonly label: string; readonly accounts: readonly string[]; readonly actions: readonly string[] },
): string {
  const { label, accounts, actions } = permission;
  if (!/^[\w-]{1,80}$/.test(label))
    throw invalidParameter(
      "Label",
      label,
      "Label can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.",
    );
  if (accounts.length === 0) throw missingParameter("PrincipalId");
  if (actions.length === 0) throw missingParameter("Actions");
  for (const account of accounts)
    if (!/^\d{12}$/.test(account)) throw invalidParameter("PrincipalId", `[${account}]`, "Unable to verify.");
  for (const action of actions)
    if (!GRANTABLE.has(action))
      throw invalidParameter("ActionName", `SQS:${action}`, "Only the queue owner is allowed to invoke this action.");
  // AWS: AddPermission, OverLimit. The wording is inferred.
  if (actions.length > LIMITS.policyActions)
    throw overLimit(`${actions.length} Actions were found, maximum allowed is ${LIMITS.policyActions}.`);
  const policy = parsePolicy(policyText);
  const statements = policy?.Statement ?? [];
  if (statements.some((statement) => statement.Sid === label))
    throw invalidParameter("Label", label, "Already exists.");
  const statement = {
    Sid: label,
    Effect: "Allow",
    Principal: { AWS: single(accounts.map((account) => `arn:aws:iam::${account}:root`)) },
    Action: single(actions.map((action) => `SQS:${action}`)),
    Resource: queueArn,
  };
  const text = JSON.stringify({
    Version: policy?.Version ?? "2008-10-17",
    Id: policy?.Id ?? `${queueArn}/SQSDefaultPolicy`,
    Statement: [...statements, statement],
  });
  requirePolicyLimits(text);
  return text;
}

/**
 * Throws OverLimit for a policy beyond its quotas. AWS: "Amazon SQS policy quotas"; wordings as users met them (that of the statements
 * is inferred). Its quotas of principals and conditions are not enforced: it does not say over what they count.
 */
export function requirePolicyLimits(text: string): void {
  if (Buffer.byteLength(text) > LIMITS.policyBytes) throw overLimit("Submitted policy is over max allowed size.");
  const statements = parsePolicy(text)?.Statement ?? [];
  if (statements.length > LIMITS.policyStatements)
    throw overLimit(
      `${statements.length} statements were found in the submitted policy, max allowed is ${LIMITS.policyStatements}`,
    );
  for (const { Action } of statements) {
    const count = Array.isArray(Action) ? Action.length : 1;
    if (count > LIMITS.policyActions)
      throw overLimit(
        `${count} actions were found in a statement from the submitted policy, max allowed is ${LIMITS.policyActions}`,
      );
  }
}

/** The policy without the label's statement; undefined if that was the last one. */
export function removePermissionStatement(policyText: string | undefined, label: string): string | undefined {
  const policy = parsePolicy(policyText);
  const kept = policy?.Statement.filter((statement) => statement.Sid !== label) ?? [];
  if (kept.length === (policy?.Statement.length ?? 0)) throw invalidParameter("Label", label, "can't find label.");
  return kept.length === 0 ? undefined : JSON.stringify({ ...policy, Statement: kept });
}

// The text was checked when it was set.
function parsePolicy(text: string | undefined): Policy | undefined {
  if (text === undefined) return undefined;
  const policy = JSON.parse(text) as Policy & { Statement: Policy["Statement"] | Policy["Statement"][number] };
  return { ...policy, Statement: [policy.Statement].flat() };
}

function single<T>(values: readonly T[]): T | readonly T[] {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}
