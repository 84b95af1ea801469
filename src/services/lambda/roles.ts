// Acting as a function's role: the sandboxes with credentials, Lambda's own pollers and deliveries inside the process.

import type { AssumedRole } from "../../iam/principal.ts";
import { parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import { parseAccountId } from "../../kernel/ids.ts";
import type { FunctionCredentials } from "../../sandbox/sandboxes.ts";
import type { AwsApis } from "../../service/apis.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { Store } from "../../store/store.ts";
import { crossAccountRole, roleCannotBeAssumed } from "./errors.ts";

interface Session {
  readonly principal: AssumedRole;
  readonly credentials: FunctionCredentials;
}

// AWS: sessions of a function's role last up to 12 hours; one hour is STS's default.
const RENEW_BEFORE_MS = 10 * 60_000;

// LIMIT: AWS: "AssumeRole": a session's name has two characters at least; a function's may have one.
const SHORTEST_SESSION_NAME = 2;

// Sessions inside the process, by role and session name; by store, since a process may hold several yards.
const sessions = new WeakMap<Store, Map<string, Promise<Session>>>();

const LAMBDA = { kind: "service", service: "lambda.amazonaws.com" } as const;

/** New credentials of the role; throws InvalidParameterValueException if Lambda cannot assume it. */
export async function assumeRole(
  yard: YardContext,
  scope: Scope,
  roleArn: string,
  sessionName: string,
): Promise<Session> {
  const account = parseArn(roleArn)?.account ?? scope.account;
  try {
    const { Credentials: keys, AssumedRoleUser: user } = await yard
      .as(LAMBDA, { account: parseAccountId(account), region: scope.region })
      .sts.assumeRole({ RoleArn: roleArn, RoleSessionName: sessionName.padEnd(SHORTEST_SESSION_NAME, "-") });
    if (keys === undefined || user === undefined) throw roleCannotBeAssumed();
    return {
      principal: {
        kind: "assumed-role",
        account: parseAccountId(account),
        arn: user.Arn,
        userId: user.AssumedRoleId,
        roleArn,
        roleName: roleArn.slice(roleArn.lastIndexOf("/") + 1),
        sessionName,
        sessionPolicies: [],
      },
      credentials: {
        accessKeyId: keys.AccessKeyId,
        secretAccessKey: keys.SecretAccessKey,
        sessionToken: keys.SessionToken,
        expiresAtMs: keys.Expiration.getTime(),
      },
    };
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
export async function asRole(yard: YardContext, scope: Scope, roleArn: string, sessionName: string): Promise<AwsApis> {
  let ofYard = sessions.get(yard.store);
  if (ofYard === undefined) sessions.set(yard.store, (ofYard = new Map()));
  const key = `${roleArn} ${sessionName}`;
  let session = ofYard.get(key);
  if (session !== undefined) {
    const { credentials } = await session;
    if (credentials.expiresAtMs - RENEW_BEFORE_MS <= yard.clock.nowMs()) session = undefined;
  }
  if (session === undefined) {
    session = assumeRole(yard, scope, roleArn, sessionName);
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
