// Acting as a pipe's role: it reads the source, asks the enrichment, and delivers to the target.
// AWS: "Setting up permissions for Amazon EventBridge Pipes".

import type { AwsApis } from "../../service/apis.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import { asServiceRole, forgetServiceRole } from "../../service/role-sessions.ts";
import type { ServiceRoleRequest } from "../../service/service-role.ts";
import { pipeArn } from "./names.ts";
import type { PipeRecord } from "./records.ts";

/** All services, as the pipe's role. The session is kept and renewed; throws STS's error where it cannot be had. */
export function asPipe(yard: YardContext, scope: Scope, pipe: PipeRecord): Promise<AwsApis> {
  return asServiceRole(yard, requestOf(scope, pipe));
}

/** Forgets the session: what the role may do was just changed, or it was made anew. */
export function forgetPipe(yard: Pick<YardContext, "store">, scope: Scope, pipe: PipeRecord): void {
  forgetServiceRole(yard, requestOf(scope, pipe));
}

function requestOf(scope: Scope, { name, roleArn }: PipeRecord): ServiceRoleRequest {
  return {
    service: "pipes.amazonaws.com",
    roleArn,
    sessionName: name.padEnd(2, "-"),
    sourceArn: pipeArn(scope, name),
    scope,
  };
}
