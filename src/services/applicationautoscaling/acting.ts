// In whose name targets are scaled: the service-linked role of their service.
// AWS: "Service-linked roles for Application Auto Scaling".

import type { AssumedRole } from "../../iam/principal.ts";
import { hasLinkedRole, linkedRoleArn, linkedRoleId, linkedRoleName } from "../../iam/directory/linked-roles.ts";
import type { AwsApis } from "../../service/apis.ts";
import type { Context, Scope, YardContext } from "../../service/context.ts";
import { AwsError } from "../../kernel/errors.ts";
import { dimensionOf } from "./dimensions.ts";
import { accessDenied } from "./errors.ts";
import type { TargetKey } from "./records.ts";

/** What a session is for, as the audit trail names it. AWS: as CloudTrail shows them. */
type Purpose = "AutoScaling-GetCapacity" | "AutoScaling-ManageAlarms" | "AutoScaling-UpdateDesiredCapacity";

/** AWS APIs in the name of the role. */
export function asLinkedRole(
  yard: YardContext,
  { account, region }: Scope,
  target: TargetKey,
  sessionName: Purpose,
): AwsApis {
  const { service } = dimensionOf(target).role;
  const roleName = linkedRoleName(service);
  const roleId = yard.store.read((tx) => linkedRoleId(tx, account, service));
  const principal: AssumedRole = {
    kind: "assumed-role",
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`,
    userId: `${roleId}:${sessionName}`,
    roleArn: linkedRoleArn(account, service),
    roleName,
    sessionName,
    sessionPolicies: [],
  };
  return yard.as(principal, { account, region });
}

/** The role's ARN, as targets show it. */
export function roleArnOf({ account }: Scope, target: TargetKey): string {
  return linkedRoleArn(account, dimensionOf(target).role.service);
}

/**
 * Makes the role, as the caller, where the account has not had it made. AWS: "Service-linked roles for Application Auto Scaling": registering a target
 * creates it, which takes iam:CreateServiceLinkedRole.
 */
export async function ensureLinkedRole(context: Context, target: TargetKey): Promise<void> {
  const { service } = dimensionOf(target).role;
  const isThere = () => context.store.read((tx) => hasLinkedRole(tx, context.account, service));
  if (isThere()) return;
  try {
    await context.aws.iam.createServiceLinkedRole({ AWSServiceName: service });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === "AccessDenied") throw accessDenied(error.message);
    // RACE: another registration made it meanwhile. A customer's own role of that name stays in the way of no one: services act without.
    if (error.code !== "InvalidInput") throw error;
  }
}
