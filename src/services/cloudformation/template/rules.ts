// The section Rules: assertions over parameters, checked before anything is created.

import { evaluate, evaluateCondition } from "./evaluate.ts";
import type { EvaluationScope } from "./evaluate.ts";
import { isRecord, isScalarValue } from "./values.ts";

/**
 * What the rules forbid, one text for each assertion that does not hold.
 * AWS: "CloudFormation template Rules syntax"; the wording around the author's description is inferred.
 */
export function checkRules(rules: unknown, scope: EvaluationScope): string[] {
  const failures: string[] = [];
  for (const [name, rule] of Object.entries(isRecord(rules) ? rules : {})) {
    if (!isRecord(rule)) continue;
    const { RuleCondition: condition, Assertions: assertions } = rule;
    if (condition !== undefined && !holds(condition, scope)) continue;
    for (const assertion of Array.isArray(assertions) ? (assertions as unknown[]) : []) {
      if (!isRecord(assertion) || holds(assertion["Assert"], scope)) continue;
      const description = assertion["AssertDescription"];
      failures.push(
        `Template error: rule ${name}: ${typeof description === "string" ? description : "an assertion does not hold"}`,
      );
    }
  }
  return failures;
}

/** An expression of the functions that rules have, beside those of conditions. */
function holds(expression: unknown, scope: EvaluationScope): boolean {
  const [[name, argument] = ["", undefined]] = isRecord(expression) ? Object.entries(expression) : [];
  const parts: readonly unknown[] = Array.isArray(argument) ? argument : [];
  const list = (value: unknown): string[] => {
    const evaluated = evaluate(value, scope);
    const items: readonly unknown[] = Array.isArray(evaluated) ? evaluated : [evaluated];
    return items.filter(isScalarValue).map(String);
  };
  switch (name) {
    case "Fn::And":
      return parts.every((part) => holds(part, scope));
    case "Fn::Or":
      return parts.some((part) => holds(part, scope));
    case "Fn::Not":
      return !holds(parts[0], scope);
    case "Fn::Contains":
      return list(parts[0]).includes(list(parts[1])[0] ?? "");
    case "Fn::EachMemberEquals":
      return list(parts[0]).every((item) => item === list(parts[1])[0]);
    case "Fn::EachMemberIn":
      return list(parts[0]).every((item) => list(parts[1]).includes(item));
    default:
      return evaluateCondition(expression, scope);
  }
}
