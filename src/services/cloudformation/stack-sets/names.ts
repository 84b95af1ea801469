// Names and ARNs of stack sets, and of the roles that they act by.

import { formatArn } from "../../../kernel/arns.ts";
import type { Scope } from "../../../service/context.ts";

/** AWS: "Grant self-managed permissions": the roles where none are named. */
const ADMINISTRATION_ROLE = "AWSCloudFormationStackSetAdministrationRole";
export const EXECUTION_ROLE = "AWSCloudFormationStackSetExecutionRole";

export function stackSetArn({ account, region }: Scope, id: string): string {
  return formatArn("cloudformation", region, account, `stackset/${id}`);
}

export function defaultAdministrationRole(account: string): string {
  return formatArn("iam", "", account, `role/${ADMINISTRATION_ROLE}`);
}

/** The name of an instance's stack. AWS: "StackSet-NAME-UUID"; a long name is cut, since stacks' names have 128 characters. */
export function instanceStackName(stackSetName: string, id: string): string {
  return `StackSet-${stackSetName.slice(0, 128 - "StackSet--".length - id.length)}-${id}`;
}
