// Whom an operation acts as in a target account. AWS: "Grant self-managed permissions": CloudFormation assumes the administration role in the
// administrator's account, and as that the execution role in each target account.

import { formatArn } from "../../../kernel/arns.ts";
import { AwsError } from "../../../kernel/errors.ts";
import type { AssumedRole, Principal } from "../../../iam/principal.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import { assumeRoleAs, assumeServiceRole } from "../../../service/service-role.ts";
import { EXECUTION_ROLE, defaultAdministrationRole, stackSetArn } from "./names.ts";
import type { StackSetOperationRecord } from "./records.ts";

const SERVICE = "cloudformation.amazonaws.com";

/** Why nothing can be done in an account: AWS's sentence, which stands in the result and in the account gate's. */
export class NoAccess extends Error {}

/** The execution role's session in a target account. */
export async function executionPrincipal(
  yard: YardContext,
  administrator: Scope,
  stackSetId: string,
  operation: Pick<StackSetOperationRecord, "id" | "administrationRoleArn" | "executionRoleName">,
  account: string,
): Promise<Principal> {
  const administrationRole = operation.administrationRoleArn ?? defaultAdministrationRole(administrator.account);
  const executionRole = operation.executionRoleName ?? EXECUTION_ROLE;
  const sessionName = operation.id.slice(0, 64);
  const session = await assume(
    async () => {
      const request = {
        service: SERVICE,
        roleArn: administrationRole,
        sessionName,
        sourceArn: stackSetArn(administrator, stackSetId),
        scope: administrator,
      };
      return (await assumeServiceRole(yard, request)).principal;
    },
    // AWS: both sentences as clients and the API reference show them.
    `Account ${administrator.account} should have '${nameOf(administrationRole)}' role with trust relationship to CloudFormation service.`,
  );
  return assume(
    async () => {
      const request = {
        RoleArn: formatArn("iam", "", account, `role/${executionRole}`),
        RoleSessionName: sessionName,
      };
      return (await assumeRoleAs(yard, session, administrator, request)).principal;
    },
    `Account ${account} should have '${executionRole}' role with trust relationship to Role '${nameOf(administrationRole)}'.`,
  );
}

async function assume(work: () => Promise<AssumedRole>, sentence: string): Promise<AssumedRole> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AwsError && error.status < 500) throw new NoAccess(sentence, { cause: error });
    throw error;
  }
}

/** A role's path and name. */
function nameOf(roleArn: string): string {
  return roleArn.slice(roleArn.indexOf(":role/") + ":role/".length);
}
