// The role by which service-managed stack sets act in a member account. AWS: "stacksets-exec-...": made by StackSets itself, with the policy
// AdministratorAccess, and assumed by StackSets in the management account.

import { createHash } from "node:crypto";
import { formatArn } from "../../../kernel/arns.ts";
import { AwsError } from "../../../kernel/errors.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import type { AssumedRole } from "../../../iam/principal.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import { assumeRoleAs } from "../../../service/service-role.ts";
import { linkedSession } from "./organization.ts";

const ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess";

/** Makes the role if it is not there, and assumes it. */
export async function managedPrincipal(
  yard: YardContext,
  management: Scope,
  operationId: string,
  account: AccountId,
): Promise<AssumedRole> {
  const digest = createHash("sha256").update(management.account).digest("hex");
  const RoleName = `stacksets-exec-${digest.slice(0, 32)}`;
  const session = linkedSession(yard, management.account, "administrator");
  const { iam } = yard.as(linkedSession(yard, account, "member"), { account, region: management.region });
  try {
    await iam.createRole({ RoleName, AssumeRolePolicyDocument: trustOf(management.account, session.roleArn) });
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "EntityAlreadyExists") throw error;
  }
  await iam.attachRolePolicy({ RoleName, PolicyArn: ADMINISTRATOR_ACCESS });
  const RoleArn = formatArn("iam", "", account, `role/${RoleName}`);
  const RoleSessionName = operationId.slice(0, 64);
  return (await assumeRoleAs(yard, session, management, { RoleArn, RoleSessionName })).principal;
}

function trustOf(management: string, roleArn: string): string {
  const Principal = { AWS: formatArn("iam", "", management, "root") };
  const Condition = { ArnEquals: { "aws:PrincipalArn": roleArn } };
  const statement = { Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
