// A service of ours that assumes a customer's role for one of the customer's resources: a function, a stack.

import type { AssumedRole, Principal } from "../iam/principal.ts";
import { createSessionTokens } from "../iam/session-tokens.ts";
import { InvariantError } from "../kernel/errors.ts";
import type { Scope, YardContext } from "./context.ts";

export interface ServiceRoleRequest {
  /** Who assumes the role, such as "lambda.amazonaws.com". */
  readonly service: string;
  readonly roleArn: string;
  readonly sessionName: string;
  /**
   * The resource for which the service acts, and whose account the service acts in. AWS: "The confused deputy problem":
   * trust policies restrict services by aws:SourceArn and aws:SourceAccount.
   */
  readonly sourceArn: string;
  /** What trust policies ask for as sts:ExternalId, of the services that send one. */
  readonly externalId?: string;
  readonly scope: Scope;
}

export interface ServiceRole {
  readonly principal: AssumedRole;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
    readonly expiresAtMs: number;
  };
}

/** Assumes the role; throws STS's error if the role is not there or does not trust the service for this resource. */
export async function assumeServiceRole(yard: YardContext, request: ServiceRoleRequest): Promise<ServiceRole> {
  const { service, roleArn, sessionName, sourceArn, externalId, scope } = request;
  const principal: Principal = { kind: "service", service, sourceArn, sourceAccount: scope.account };
  return assumeRoleAs(yard, principal, scope, {
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    ...(externalId === undefined ? {} : { ExternalId: externalId }),
  });
}

/** Assumes a role as anybody, who must be allowed to; throws STS's error otherwise. */
export async function assumeRoleAs(
  yard: YardContext,
  caller: Principal,
  scope: Scope,
  request: { readonly RoleArn: string; readonly RoleSessionName: string; readonly ExternalId?: string },
): Promise<ServiceRole> {
  const { Credentials: keys } = await yard.as(caller, scope).sts.assumeRole(request);
  // The token says all that STS knows of the session, the role's tags included: nothing is put together a second time.
  const session = keys === undefined ? undefined : createSessionTokens(yard.store, yard.random).open(keys.SessionToken);
  if (keys === undefined || session?.principal.kind !== "assumed-role")
    throw new InvariantError("AssumeRole gave credentials that are not of a role's session.");
  const { accessKeyId, secretAccessKey, expiresAtMs } = session;
  return {
    principal: session.principal,
    credentials: { accessKeyId, secretAccessKey, sessionToken: keys.SessionToken, expiresAtMs },
  };
}
