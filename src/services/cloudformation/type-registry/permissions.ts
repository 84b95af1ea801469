// What the registry's operations need. AWS: "Actions, resources, and condition keys for AWS CloudFormation": they know no resources. The package is read
// as the caller, so S3 asks for itself.

import type { AccessRequest } from "../../../iam/authorization.ts";
import type { PermissionRule, Permissions } from "../../../service/service.ts";
import { HANDLER_SERVICE } from "./roles.ts";

const onAll =
  (action: string): PermissionRule =>
  () => [onEverything(action)];

interface RegisterInput {
  readonly ExecutionRoleArn?: string;
  readonly LoggingConfig?: { readonly LogRoleArn?: string };
}

export const typeRegistryPermissions: Permissions = {
  BatchDescribeTypeConfigurations: onAll("BatchDescribeTypeConfigurations"),
  DeregisterType: onAll("DeregisterType"),
  DescribeType: onAll("DescribeType"),
  DescribeTypeRegistration: onAll("DescribeTypeRegistration"),
  ListTypeRegistrations: onAll("ListTypeRegistrations"),
  ListTypes: onAll("ListTypes"),
  ListTypeVersions: onAll("ListTypeVersions"),
  RegisterType: ({ ExecutionRoleArn, LoggingConfig }: RegisterInput) => [
    onEverything("RegisterType"),
    ...passRole(ExecutionRoleArn),
    ...passRole(LoggingConfig?.LogRoleArn),
  ],
  SetTypeConfiguration: onAll("SetTypeConfiguration"),
  SetTypeDefaultVersion: onAll("SetTypeDefaultVersion"),
};

function onEverything(action: string): AccessRequest {
  return { action: `cloudformation:${action}`, resource: "*" };
}

/** AWS: "Granting a user permissions to pass a role to an AWS service": both roles are passed. */
function passRole(roleArn: string | undefined): AccessRequest[] {
  if (roleArn === undefined) return [];
  return [{ action: "iam:PassRole", resource: roleArn, conditions: { "iam:PassedToService": HANDLER_SERVICE } }];
}
