// What the registry's operations need. AWS: "Actions, resources, and condition keys for AWS CloudFormation": they know no resources.

import type { PermissionRule, Permissions } from "../../../service/service.ts";

const onAll =
  (action: string): PermissionRule =>
  () => [{ action: `cloudformation:${action}`, resource: "*" }];

export const typeRegistryPermissions: Permissions = {
  BatchDescribeTypeConfigurations: onAll("BatchDescribeTypeConfigurations"),
  DescribeType: onAll("DescribeType"),
  ListTypes: onAll("ListTypes"),
  ListTypeVersions: onAll("ListTypeVersions"),
  SetTypeConfiguration: onAll("SetTypeConfiguration"),
};
