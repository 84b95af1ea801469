// Acting as a pipe's role: it reads the source, asks the enrichment, and delivers to the target.
// AWS: "Setting up permissions for Amazon EventBridge Pipes".

import type { AwsApis } from "../../service/apis.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import { assumeServiceRole, type ServiceRole } from "../../service/service-role.ts";
import type { Store } from "../../store/store.ts";
import { pipeArn } from "./names.ts";
import type { PipeRecord } from "./records.ts";

const RENEW_BEFORE_MS = 10 * 60_000;

// Sessions inside the process, by pipe; by store, since a process may hold several yards.
const sessions = new WeakMap<Store, Map<string, ServiceRole>>();

/** All services, as the pipe's role. The session is kept and renewed; throws STS's error where it cannot be had. */
export async function asPipe(yard: YardContext, scope: Scope, pipe: PipeRecord): Promise<AwsApis> {
  let ofYard = sessions.get(yard.store);
  if (ofYard === undefined) sessions.set(yard.store, (ofYard = new Map()));
  const key = `${pipe.id} ${pipe.roleArn}`;
  let session = ofYard.get(key);
  if (session === undefined || session.credentials.expiresAtMs - RENEW_BEFORE_MS <= yard.clock.nowMs()) {
    session = await assumeServiceRole(yard, {
      service: "pipes.amazonaws.com",
      roleArn: pipe.roleArn,
      sessionName: pipe.name.padEnd(2, "-"),
      sourceArn: pipeArn(scope, pipe.name),
      scope,
    });
    ofYard.set(key, session);
  }
  return yard.as(session.principal, scope);
}

/** Forgets the session: what the role may do was just changed, or it was made anew. */
export function forgetPipe(yard: Pick<YardContext, "store">, { id, roleArn }: PipeRecord): void {
  sessions.get(yard.store)?.delete(`${id} ${roleArn}`);
}
