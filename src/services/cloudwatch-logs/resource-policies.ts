// Resource policies of an account: which of AWS's services may write into its log groups.
// AWS: PutResourcePolicy (API reference): they count for services only, and for two actions.

import type { ResourcePolicy } from "@aws-sdk/client-cloudwatch-logs";
import type { AccessRequest } from "../../iam/authorization.ts";
import { parseArn } from "../../kernel/arns.ts";
import { isRegion, parseAccountId } from "../../kernel/ids.ts";
import type { PermissionCall } from "../../service/service.ts";
import { invalidParameter } from "./errors.ts";
import type { ResourcePolicyRecord } from "./records.ts";
import { listResourcePolicies } from "./repo.ts";

/** LIMIT: AWS: "An account can have a maximum of 10 policies without resourceARN". */
export const MOST_POLICIES = 10;

/** What the account's policies say together, to a service that asks. */
export function resourcePolicyFor({ resource }: AccessRequest, call: PermissionCall): string | undefined {
  if (call.principal.kind !== "service") return undefined;
  const { account = "", region = "" } = parseArn(resource) ?? {};
  if (!/^\d{12}$/.test(account) || !isRegion(region)) return undefined;
  const scope = { account: parseAccountId(account), region };
  const policies = call.yard.store.read((tx) => listResourcePolicies(tx, scope));
  if (policies.length === 0) return undefined;
  const statements = policies.flatMap(({ document }) => statementsOf(document));
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** The statements of a policy. Throws InvalidParameterException for what is no policy. */
export function statementsOf(document: string): readonly unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch {
    throw invalidParameter("Policy document must be a valid JSON document.");
  }
  const statement = (parsed as { readonly Statement?: unknown } | null)?.Statement;
  if (statement === undefined) throw invalidParameter("Policy document must have a statement.");
  return Array.isArray(statement) ? statement : [statement];
}

/** A policy as the API shows it. */
export function resourcePolicyShape({ policyName, document, updatedAtMs }: ResourcePolicyRecord): ResourcePolicy {
  return { policyName, policyDocument: document, lastUpdatedTime: updatedAtMs, policyScope: "ACCOUNT" };
}
