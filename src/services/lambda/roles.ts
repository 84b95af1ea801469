// Acting as a function's role: the sandboxes with credentials, Lambda's own pollers and deliveries inside the process.

import { parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { AwsApis } from "../../service/apis.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import { type ServiceRole, assumeServiceRole } from "../../service/service-role.ts";
import type { Store } from "../../store/store.ts";
import { crossAccountRole, roleCannotBeAssumed } from "./errors.ts";
import { functionArn } from "./names.ts";

// AWS: sessions of a function's role last up to 12 hours; one hour is STS's default.
const RENEW_BEFORE_MS = 10 * 60_000;

// LIMIT: AWS: "AssumeRole": a session's name has two characters at least; a function's may have one.
const SHORTEST_SESSION_NAME = 2;

// Sessions inside the process, by role and function; by store, since a process may hold several yards.
const sessions = new WeakMap<Store, Map<string, Promise<ServiceRole>>>();

/**
 * New credentials of the role; throws InvalidParameterValueException if Lambda cannot assume it for this function.
 * AWS: inferred: aws:SourceArn is the function's unqualified ARN, aws:SourceAccount its account.
 */
export async function assumeRole(
  yard: YardContext,
  scope: Scope,
  roleArn: string,
  functionName: string,
): Promise<ServiceRole> {
  try {
    return await assumeServiceRole(yard, {
      service: "lambda.amazonaws.com",
      roleArn,
      sessionName: functionName.padEnd(SHORTEST_SESSION_NAME, "-"),
      sourceArn: functionArn(scope, functionName),
      scope,
    });
  } catch (error) {
    // A role that is not there and one that does not trust Lambda look the same from outside.
    if (error instanceof AwsError && error.fault === "client") throw roleCannotBeAssumed();
    throw error;
  }
}

/** Throws unless `roleArn` is of this account and can be assumed by Lambda. */
export async function requireRole(yard: YardContext, scope: Scope, roleArn: string, name: string): Promise<void> {
  if (parseArn(roleArn)?.account !== scope.account) throw crossAccountRole();
  await assumeRole(yard, scope, roleArn, name);
}

/** All services, as the role. The session is kept and renewed. */
export async function asRole(yard: YardContext, scope: Scope, roleArn: string, functionName: string): Promise<AwsApis> {
  let ofYard = sessions.get(yard.store);
  if (ofYard === undefined) sessions.set(yard.store, (ofYard = new Map()));
  const key = `${roleArn} ${functionArn(scope, functionName)}`;
  let session = ofYard.get(key);
  if (session !== undefined) {
    const { credentials } = await session;
    if (credentials.expiresAtMs - RENEW_BEFORE_MS <= yard.clock.nowMs()) session = undefined;
  }
  if (session === undefined) {
    session = assumeRole(yard, scope, roleArn, functionName);
    ofYard.set(key, session);
    session.catch(() => ofYard.delete(key));
  }
  return yard.as((await session).principal, scope);
}

/** Forgets a role's sessions: what it may do was just changed, or it was made anew. */
export function forgetRole(yard: YardContext, roleArn: string): void {
  const ofYard = sessions.get(yard.store);
  if (ofYard === undefined) return;
  for (const key of ofYard.keys()) if (key.startsWith(`${roleArn} `)) ofYard.delete(key);
}
