// Which resource policies grant access to everybody: DynamoDB takes none of them, and Secrets Manager none on request.
// AWS: DynamoDB Developer Guide, "Blocking public access with resource-based policies in DynamoDB".

import type { PolicyDocument, PolicyStatement, PrincipalElement } from "./policy.ts";

/** Keys that say who calls; a condition on fixed values of one of them makes a statement not public. */
const TRUSTED_KEYS: ReadonlySet<string> = new Set([
  "aws:ec2instancesourcevpc",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalisawsservice",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalservicename",
  "aws:principalservicenameslist",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
]);

/** Operators that a value must meet; "IfExists" lets requests without the key pass. */
const FIXING_OPERATORS = /^(?:ForAnyValue:)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|Bool)$/;

/** True if a statement allows something to everybody. */
export function isPublicPolicy({ statements }: PolicyDocument): boolean {
  return statements.some((statement) => statement.effect === "Allow" && isOpen(statement));
}

function isOpen({ principal, notPrincipal, condition = {} }: PolicyStatement): boolean {
  const isEverybody = notPrincipal !== undefined || (principal !== undefined && includesEverybody(principal));
  if (!isEverybody) return false;
  return !Object.entries(condition).some(
    ([operator, keys]) =>
      FIXING_OPERATORS.test(operator) &&
      Object.entries(keys).some(([key, values]) => TRUSTED_KEYS.has(key.toLowerCase()) && values.every(isFixed)),
  );
}

function includesEverybody(principal: PrincipalElement): boolean {
  return principal === "*" || (principal.AWS ?? []).includes("*");
}

/** No wildcards, or those of an ARN whose account is said. */
function isFixed(value: string): boolean {
  return !/[*?]/.test(value) || /^arn:[^:*?]+:[^:*?]+:[^:]*:\d{12}:/.test(value);
}
