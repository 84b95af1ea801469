// Acting as a function's role: the sandboxes with credentials, Lambda's own pollers and deliveries inside the process.

import { parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { AwsApis } from "../../service/apis.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import { asServiceRole, forgetServiceRole, withServiceRole } from "../../service/role-sessions.ts";
import { type ServiceRole, type ServiceRoleRequest, assumeServiceRole } from "../../service/service-role.ts";
import { crossAccountRole, roleCannotBeAssumed } from "./errors.ts";
import { functionArn } from "./names.ts";

// LIMIT: AWS: "AssumeRole": a session's name has two characters at least; a function's may have one.
const SHORTEST_SESSION_NAME = 2;

/**
 * New credentials of the role; throws InvalidParameterValueException if Lambda cannot assume it for this function.
 * AWS: inferred: aws:SourceArn is the function's unqualified ARN, aws:SourceAccount its account.
 */
export function assumeRole(
  yard: YardContext,
  scope: Scope,
  roleArn: string,
  functionName: string,
): Promise<ServiceRole> {
  return orRefused(assumeServiceRole(yard, requestOf(scope, roleArn, functionName)));
}

/** Throws unless `roleArn` is of this account and can be assumed by Lambda. */
export async function requireRole(yard: YardContext, scope: Scope, roleArn: string, name: string): Promise<void> {
  if (parseArn(roleArn)?.account !== scope.account) throw crossAccountRole();
  await assumeRole(yard, scope, roleArn, name);
}

/** All services, as the role. The session is kept and renewed. */
export function asRole(yard: YardContext, scope: Scope, roleArn: string, functionName: string): Promise<AwsApis> {
  return orRefused(asServiceRole(yard, requestOf(scope, roleArn, functionName)));
}

/** Does `work` as the role; once more with a new session where it is denied, as the role may have been made anew. */
export function withRole<T>(
  yard: YardContext,
  scope: Scope,
  roleArn: string,
  functionName: string,
  work: (aws: AwsApis) => Promise<T>,
): Promise<T> {
  return withServiceRole(yard, requestOf(scope, roleArn, functionName), work);
}

/** Forgets the role's session for a function: what it may do was just changed, or it was made anew. */
export function forgetRole(yard: YardContext, scope: Scope, roleArn: string, functionName: string): void {
  forgetServiceRole(yard, requestOf(scope, roleArn, functionName));
}

function requestOf(scope: Scope, roleArn: string, functionName: string): ServiceRoleRequest {
  return {
    service: "lambda.amazonaws.com",
    roleArn,
    sessionName: functionName.padEnd(SHORTEST_SESSION_NAME, "-"),
    sourceArn: functionArn(scope, functionName),
    scope,
  };
}

// A role that is not there and one that does not trust Lambda look the same from outside.
async function orRefused<T>(session: Promise<T>): Promise<T> {
  try {
    return await session;
  } catch (error) {
    if (error instanceof AwsError && error.fault === "client") throw roleCannotBeAssumed();
    throw error;
  }
}
