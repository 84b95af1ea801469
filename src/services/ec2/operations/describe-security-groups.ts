// DescribeSecurityGroups: by ids, names of the default VPC, and filters.

import type { DescribeSecurityGroupsCommandInput, DescribeSecurityGroupsCommandOutput } from "@aws-sdk/client-ec2";
import { select } from "../filters.ts";
import { reading } from "../operation.ts";
import { groupFilters, listGroups, requireGroup } from "../security-groups.ts";

export const describeSecurityGroups = reading<DescribeSecurityGroupsCommandInput, DescribeSecurityGroupsCommandOutput>(
  "DescribeSecurityGroups",
  (input, tx, context) => {
    const named = input.GroupNames?.map((GroupName) => requireGroup(tx, context, { GroupName }).id) ?? [];
    const { items: SecurityGroups, next } = select(listGroups(tx, context), input, {
      kind: "security-group",
      ids: [...(input.GroupIds ?? []).map((GroupId) => requireGroup(tx, context, { GroupId }).id), ...named],
      idsName: "groupIds",
      filters: groupFilters,
    });
    return { SecurityGroups: [...SecurityGroups], ...next };
  },
);
