// DescribeSecurityGroupRules: rules one by one.

import type {
  DescribeSecurityGroupRulesCommandInput,
  DescribeSecurityGroupRulesCommandOutput,
} from "@aws-sdk/client-ec2";
import { select } from "../filters.ts";
import { reading } from "../operation.ts";
import { listRules, ruleFilters } from "../security-groups.ts";

export const describeSecurityGroupRules = reading<
  DescribeSecurityGroupRulesCommandInput,
  DescribeSecurityGroupRulesCommandOutput
>("DescribeSecurityGroupRules", (input, tx, context) => {
  const { items: SecurityGroupRules, next } = select(listRules(tx, context), input, {
    kind: "security-group-rule",
    ids: input.SecurityGroupRuleIds,
    idsName: "securityGroupRuleIds",
    filters: ruleFilters,
  });
  return { SecurityGroupRules: [...SecurityGroupRules], ...next };
});
