// Names and ARNs of stack sets, and of the roles that they act by.

import { formatArn } from "../../../kernel/arns.ts";
import type { Scope } from "../../../service/context.ts";
import { validationError } from "../errors.ts";

/** AWS: "Grant self-managed permissions": the roles where none are named. */
const ADMINISTRATION_ROLE = "AWSCloudFormationStackSetAdministrationRole";
export const EXECUTION_ROLE = "AWSCloudFormationStackSetExecutionRole";

export function stackSetArn({ account, region }: Scope, id: string): string {
  return formatArn("cloudformation", region, account, `stackset/${id}`);
}

export function defaultAdministrationRole(account: string): string {
  return formatArn("iam", "", account, `role/${ADMINISTRATION_ROLE}`);
}

/** LIMIT: letters, digits and hyphens, a letter first, at most 128 characters (API Reference, "CreateStackSet"). */
export function requireStackSetName(name: string): void {
  if (/^[a-zA-Z][-a-zA-Z0-9]*$/.test(name) && name.length <= 128) return;
  const demand =
    name.length > 128
      ? "Member must have length less than or equal to 128"
      : "Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*";
  throw validationError(
    `1 validation error detected: Value '${name}' at 'stackSetName' failed to satisfy constraint: ${demand}`,
  );
}

/** The name of an instance's stack. AWS: "StackSet-NAME-UUID"; a long name is cut, since stacks' names have 128 characters. */
export function instanceStackName(stackSetName: string, id: string): string {
  return `StackSet-${stackSetName.slice(0, 128 - "StackSet--".length - id.length)}-${id}`;
}
