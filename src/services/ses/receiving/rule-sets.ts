// Rule sets: found, changed, and their rules put in order. Pure but for the store.

import type { AwsError } from "../../../kernel/errors.ts";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import type { ReceiptRule, RuleSetRecord } from "./records.ts";
import { ruleSets } from "../repo.ts";

// LIMIT: AWS: "Service quotas in Amazon SES": rule sets of an account, rules of a set, filters.
export const MOST_RULE_SETS = 40;
export const MOST_RULES = 200;
export const MOST_FILTERS = 100;

export function requireRuleSet(
  tx: ReadTx,
  scope: Scope,
  name: string,
  missing: (name: string) => AwsError,
): RuleSetRecord {
  const set = ruleSets.load(tx, scope, name);
  if (set === undefined) throw missing(name);
  return set;
}

/** The rules with one more behind the rule `after`, or before all. */
export function insertRule(
  rules: readonly ReceiptRule[],
  rule: ReceiptRule,
  after: string | undefined,
  missing: (name: string) => AwsError,
): ReceiptRule[] {
  if (after === undefined) return [rule, ...rules];
  const index = rules.findIndex(({ name }) => name === after);
  if (index === -1) throw missing(after);
  return [...rules.slice(0, index + 1), rule, ...rules.slice(index + 1)];
}
