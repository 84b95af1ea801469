// Whom an operation acts for: the caller as it is when the operation begins, or the role that the caller passes.

import type { Principal } from "../../../iam/principal.ts";
import { parseArn } from "../../../kernel/arns.ts";
import { AwsError } from "../../../kernel/errors.ts";
import { parseAccountId } from "../../../kernel/ids.ts";
import type { Context } from "../../../service/context.ts";
import { validationError } from "../errors.ts";

const SESSION_NAME = "AWSCloudFormation";

/**
 * The principal that the operation's calls are made as. It is kept in the journal, so that the operation goes on with the same
 * rights after a crash. A role is assumed by CloudFormation itself, which the role's trust policy must allow.
 */
export async function actingPrincipal(context: Context, roleArn: string | undefined): Promise<Principal> {
  if (roleArn === undefined) return context.principal;
  const { account, region } = context;
  const service = context.as({ kind: "service", service: "cloudformation.amazonaws.com" }, { account, region });
  const arn = parseArn(roleArn);
  try {
    const { AssumedRoleUser } = await service.sts.assumeRole({ RoleArn: roleArn, RoleSessionName: SESSION_NAME });
    if (arn !== undefined && AssumedRoleUser?.Arn !== undefined && AssumedRoleUser.AssumedRoleId !== undefined) {
      return {
        kind: "assumed-role",
        account: parseAccountId(arn.account),
        arn: AssumedRoleUser.Arn,
        userId: AssumedRoleUser.AssumedRoleId,
        roleArn,
        roleName: arn.resource.slice(arn.resource.lastIndexOf("/") + 1),
        sessionName: SESSION_NAME,
        sessionPolicies: [],
      };
    }
  } catch (error) {
    if (!(error instanceof AwsError) || error.status >= 500) throw error;
  }
  // AWS: this sentence, whatever the reason.
  throw validationError(`Role ${roleArn} is invalid or cannot be assumed`);
}
