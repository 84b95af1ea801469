// Sessions of roles that services act under, kept for as long as they are good: functions, pipes, EventBridge's targets, schedules.

import { AwsError } from "../kernel/errors.ts";
import type { Store } from "../store/store.ts";
import type { AwsApis } from "./apis.ts";
import type { YardContext } from "./context.ts";
import { assumeServiceRole, type ServiceRole, type ServiceRoleRequest } from "./service-role.ts";

const RENEW_BEFORE_MS = 10 * 60_000;
const DENIALS = /^(?:AccessDenied|AuthorizationError)/;
// By store, since a process may hold several yards.
const sessions = new WeakMap<Store, Map<string, Promise<ServiceRole>>>();

/**
 * Does `work` as the role. Where it is denied it is done once more with a new session: the role may have been made anew since the
 * session began.
 */
export async function withServiceRole<T>(
  yard: YardContext,
  request: ServiceRoleRequest,
  work: (aws: AwsApis) => Promise<T>,
): Promise<T> {
  try {
    return await work(await asServiceRole(yard, request));
  } catch (error) {
    if (!(error instanceof AwsError) || !DENIALS.test(error.code)) throw error;
    forgetServiceRole(yard, request);
    return work(await asServiceRole(yard, request));
  }
}

/** Forgets a session that is kept: what the role may do was changed, or it was made anew. */
export function forgetServiceRole(yard: Pick<YardContext, "store">, request: ServiceRoleRequest): void {
  sessions.get(yard.store)?.delete(keyOf(request));
}

/**
 * All services, as a role that a service assumes for a customer's resource: for those who know themselves when to forget the session.
 * Throws STS's error if the service may not assume it.
 */
export async function asServiceRole(yard: YardContext, request: ServiceRoleRequest): Promise<AwsApis> {
  let ofYard = sessions.get(yard.store);
  if (ofYard === undefined) sessions.set(yard.store, (ofYard = new Map()));
  const key = keyOf(request);
  let session = ofYard.get(key);
  if (session !== undefined) {
    const { credentials } = await session;
    if (credentials.expiresAtMs - RENEW_BEFORE_MS <= yard.clock.nowMs()) session = undefined;
  }
  if (session === undefined) {
    session = assumeServiceRole(yard, request);
    ofYard.set(key, session);
    session.catch(() => ofYard.delete(key));
  }
  return yard.as((await session).principal, request.scope);
}

function keyOf({ service, roleArn, sourceArn }: ServiceRoleRequest): string {
  return `${service} ${roleArn} ${sourceArn}`;
}
