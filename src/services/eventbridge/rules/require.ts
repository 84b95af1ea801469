// Finds a rule, and shows it as the API does.

import type { Rule } from "@aws-sdk/client-eventbridge";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { requireBus } from "../buses/require.ts";
import { ruleNotFound } from "../errors.ts";
import { ruleArn } from "../names.ts";
import type { RuleRecord } from "../records.ts";
import { loadRule } from "../repo.ts";

/** The rule; throws ResourceNotFoundException for the bus or the rule. */
export function requireRule(tx: ReadTx, scope: Scope, busName: string, name: string): RuleRecord {
  requireBus(tx, scope, busName);
  const rule = loadRule(tx, scope, busName, name);
  if (rule === undefined) throw ruleNotFound(name, busName);
  return rule;
}

/** A rule as DescribeRule and ListRules show it. */
export function describeRule(scope: Scope, rule: RuleRecord): Rule {
  return {
    Name: rule.name,
    Arn: ruleArn(scope, rule.busName, rule.name),
    EventBusName: rule.busName,
    State: rule.state,
    ...(rule.eventPattern === undefined ? {} : { EventPattern: rule.eventPattern }),
    ...(rule.scheduleExpression === undefined ? {} : { ScheduleExpression: rule.scheduleExpression }),
    ...(rule.description === undefined ? {} : { Description: rule.description }),
    ...(rule.roleArn === undefined ? {} : { RoleArn: rule.roleArn }),
  };
}
