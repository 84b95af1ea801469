// Which services a policy lets anything of through. AWS: GetServiceLastAccessedDetails: "It only applies permissions policy logic": conditions,
// boundaries and resources' policies are not looked at. Pure.

import { PolicyError, readPolicy, type PolicyStatement } from "../../../iam/policy.ts";

/** True if one of the documents allows an action of the service and none denies all of it. */
export function grantsService(documents: readonly string[], namespace: string): boolean {
  const statements = documents.flatMap(statementsOf);
  return (
    statements.some((statement) => statement.effect === "Allow" && touches(statement, namespace)) &&
    !statements.some((statement) => statement.effect === "Deny" && shuts(statement, namespace))
  );
}

function statementsOf(document: string): readonly PolicyStatement[] {
  try {
    return readPolicy(document).statements.flatMap((statement) => ("unreadable" in statement ? [] : [statement]));
  } catch (error) {
    // What cannot be read grants nothing.
    if (error instanceof PolicyError) return [];
    throw error;
  }
}

function touches({ action, notAction }: PolicyStatement, namespace: string): boolean {
  if (action !== undefined) return action.some((pattern) => isOf(pattern, namespace));
  return notAction !== undefined && !notAction.some((pattern) => isWhole(pattern, namespace));
}

/** A denial of all actions on all resources, whatever the request. */
function shuts({ action, resource, condition }: PolicyStatement, namespace: string): boolean {
  const isUnconditional = condition === undefined || Object.keys(condition).length === 0;
  return (
    isUnconditional &&
    resource?.includes("*") === true &&
    action?.some((pattern) => isWhole(pattern, namespace)) === true
  );
}

/** Patterns name a service as it is: wildcards stand in the action only, or for everything. */
function isOf(pattern: string, namespace: string): boolean {
  return pattern === "*" || pattern.toLowerCase().startsWith(`${namespace}:`);
}

function isWhole(pattern: string, namespace: string): boolean {
  return pattern === "*" || pattern.toLowerCase() === `${namespace}:*`;
}
