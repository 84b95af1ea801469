// Whom an operation acts for: the caller as it is when the operation begins, or the role that the caller passes.

import type { Principal } from "../../../iam/principal.ts";
import { AwsError } from "../../../kernel/errors.ts";
import type { Context } from "../../../service/context.ts";
import { assumeServiceRole } from "../../../service/service-role.ts";
import { validationError } from "../errors.ts";

const SERVICE = "cloudformation.amazonaws.com";
const SESSION_NAME = "AWSCloudFormation";

/**
 * The principal that the operation's calls are made as. It is kept in the journal, so that the operation goes on with the same
 * rights after a crash. A role is assumed by CloudFormation itself, for this stack, which the role's trust policy must allow.
 *
 * AWS: "CloudFormation service role": without a role, CloudFormation uses a temporary session that it generates from the
 * caller's credentials: a session of its own, so what expires while the operation runs is not the caller's. How long it
 * lasts is not documented (inferred: as long as the operation), so the operation does not end with the caller's session.
 */
export async function actingPrincipal(
  context: Context,
  roleArn: string | undefined,
  stackId: string,
): Promise<Principal> {
  if (roleArn === undefined) return context.principal;
  try {
    const request = { service: SERVICE, roleArn, sessionName: SESSION_NAME, sourceArn: stackId, scope: context };
    return (await assumeServiceRole(context, request)).principal;
  } catch (error) {
    if (!(error instanceof AwsError) || error.status >= 500) throw error;
    // AWS: this sentence, whatever the reason.
    throw validationError(`Role ${roleArn} is invalid or cannot be assumed`);
  }
}

/**
 * The request's context in the name of whom the operation acts for: what is read for a plan, such as resources to import and values
 * behind dynamic references, is read with those rights. AWS: CreateChangeSet, RoleARN.
 */
export async function actingContext(context: Context, roleArn: string | undefined, stackId: string): Promise<Context> {
  const principal = await actingPrincipal(context, roleArn, stackId);
  if (principal === context.principal) return context;
  const members = { principal: { value: principal }, aws: { value: context.as(principal, context) } };
  return Object.create(context, members) as Context;
}
