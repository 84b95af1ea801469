// Stack policies: which resources an update may change, replace or delete. Pure. AWS: "Prevent updates to stack resources".

import { validationError } from "./errors.ts";
import { isRecord } from "./template/values.ts";

export type PolicyAction = "Update:Modify" | "Update:Replace" | "Update:Delete";

interface Statement {
  readonly isAllow: boolean;
  readonly actions: readonly string[];
  /** As "LogicalResourceId/NAME", with wildcards. */
  readonly resources: readonly string[];
  /** True for NotAction and NotResource. */
  readonly isNotAction: boolean;
  readonly isNotResource: boolean;
  readonly typeNames: readonly string[] | undefined;
}

const ACTIONS = new Set(["Update:*", "Update:Modify", "Update:Replace", "Update:Delete"]);
const LOGICAL_ID = "LogicalResourceId/";

/** Throws a ValidationError for what is no stack policy, or names a resource that the template does not have. */
export function requireStackPolicy(text: string, logicalIds: ReadonlySet<string>): void {
  for (const { resources } of parseStackPolicy(text)) {
    for (const resource of resources) {
      const name = resource.startsWith(LOGICAL_ID) ? resource.slice(LOGICAL_ID.length) : "*";
      if (/[*?]/.test(name) || logicalIds.has(name)) continue;
      // AWS: this sentence, braces included.
      throw invalid(
        `Unknown logical id '${resource}' in statement {} - stack policies can only be applied to logical ids referenced in the template`,
      );
    }
  }
}

/**
 * Why a policy forbids an action on a resource; undefined if it does not. A resource that no statement allows is protected, and a denial is
 * stronger than any permission.
 */
export function findDenial(
  text: string,
  action: PolicyAction,
  resource: { readonly logicalId: string; readonly typeName: string },
): string | undefined {
  const statements = parseStackPolicy(text);
  const denying = statements.findIndex((one) => !one.isAllow && applies(one, action, resource));
  const denial = statements[denying];
  if (denial !== undefined) {
    // AWS: this sentence, as observed.
    return `Action denied by stack policy: Statement [#${denying + 1}] does not allow [${denial.actions.join(", ")}] for resource [${denial.resources.join(", ")}];`;
  }
  if (statements.some((one) => one.isAllow && applies(one, action, resource))) return undefined;
  return "Action not allowed by stack policy";
}

function parseStackPolicy(text: string): Statement[] {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw invalid("Invalid stack policy");
  }
  const statements = isRecord(policy) ? listOf(policy["Statement"]) : [];
  if (statements.length === 0) throw invalid("Invalid stack policy");
  return statements.map((statement) => readStatement(statement));
}

// AWS: how a policy that is valid JSON is refused is not documented: the reasons behind "Invalid stack policy" are ours.
function readStatement(value: unknown): Statement {
  const statement = isRecord(value) ? value : {};
  const effect = statement["Effect"];
  if (effect !== "Allow" && effect !== "Deny") throw invalid("Invalid stack policy: Effect must be Allow or Deny");
  // AWS: the only principal is "*", also as { "AWS": "*" }.
  const principal = isRecord(statement["Principal"]) ? statement["Principal"]["AWS"] : statement["Principal"];
  if (principal !== "*") throw invalid("Invalid stack policy: Principal must be *");
  const actions = oneOf(statement, "Action", "NotAction");
  const unknown = actions.find((action) => !ACTIONS.has(action));
  if (unknown !== undefined) throw invalid(`Invalid stack policy: unknown action ${unknown}`);
  const resources = oneOf(statement, "Resource", "NotResource");
  const odd = resources.find((resource) => resource !== "*" && !resource.startsWith(LOGICAL_ID));
  if (odd !== undefined) throw invalid(`Invalid stack policy: unknown resource ${odd}`);
  return {
    isAllow: effect === "Allow",
    actions,
    resources,
    isNotAction: statement["Action"] === undefined,
    isNotResource: statement["Resource"] === undefined,
    typeNames: readCondition(statement["Condition"]),
  };
}

function oneOf(statement: Record<string, unknown>, name: string, opposite: string): string[] {
  const isGiven = statement[name] !== undefined;
  if (isGiven === (statement[opposite] !== undefined)) {
    throw invalid(`Invalid stack policy: a statement needs either ${name} or ${opposite}`);
  }
  return listOf(statement[isGiven ? name : opposite]).map(String);
}

/** AWS: StringEquals and StringLike on ResourceType are all that conditions can say; StringLike takes wildcards. */
function readCondition(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const operators = isRecord(value) ? Object.entries(value) : [];
  return operators.flatMap(([operator, keys]) => {
    const names = isRecord(keys) ? Object.keys(keys) : [];
    const isKnown = (operator === "StringEquals" || operator === "StringLike") && names.join() === "ResourceType";
    if (!isKnown || !isRecord(keys)) throw invalid("Invalid stack policy: a condition compares ResourceType only");
    return listOf(keys["ResourceType"]).map(String);
  });
}

function applies(
  { actions, resources, isNotAction, isNotResource, typeNames }: Statement,
  action: PolicyAction,
  { logicalId, typeName }: { readonly logicalId: string; readonly typeName: string },
): boolean {
  const isAction = actions.includes("Update:*") || actions.includes(action);
  const isResource = resources.some((pattern) => matches(pattern, `${LOGICAL_ID}${logicalId}`));
  const isType = typeNames === undefined || typeNames.some((pattern) => matches(pattern, typeName));
  return isAction !== isNotAction && isResource !== isNotResource && isType;
}

function matches(pattern: string, text: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "s").test(text);
}

function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function invalid(reason: string): Error {
  return validationError(`Error validating stack policy: ${reason}`);
}
