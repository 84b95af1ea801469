// Sessions of roles that services act under, kept for as long as they are good: EventBridge's targets, schedules, pipes.

import type { Store } from "../store/store.ts";
import type { AwsApis } from "./apis.ts";
import type { YardContext } from "./context.ts";
import { assumeServiceRole, type ServiceRole, type ServiceRoleRequest } from "./service-role.ts";

const RENEW_BEFORE_MS = 10 * 60_000;
// By store, since a process may hold several yards.
const sessions = new WeakMap<Store, Map<string, Promise<ServiceRole>>>();

/** All services, as a role that a service assumes for a customer's resource; throws STS's error if it may not. */
export async function asServiceRole(yard: YardContext, request: ServiceRoleRequest): Promise<AwsApis> {
  let ofYard = sessions.get(yard.store);
  if (ofYard === undefined) sessions.set(yard.store, (ofYard = new Map()));
  const key = `${request.service} ${request.roleArn} ${request.sourceArn}`;
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

/** Forgets a session: the role may have been made anew, or trust others now. */
export function forgetServiceRole(yard: YardContext, { service, roleArn, sourceArn }: ServiceRoleRequest): void {
  sessions.get(yard.store)?.delete(`${service} ${roleArn} ${sourceArn}`);
}
