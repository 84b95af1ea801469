// RevokeSecurityGroupIngress and RevokeSecurityGroupEgress: take rules from a group.

import type {
  RevokeSecurityGroupEgressCommandInput,
  RevokeSecurityGroupEgressCommandOutput,
  RevokeSecurityGroupIngressCommandInput,
  RevokeSecurityGroupIngressCommandOutput,
} from "@aws-sdk/client-ec2";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import { ec2Error } from "../errors.ts";
import { notFound } from "../kinds.ts";
import { changing } from "../operation.ts";
import type { RuleRecord } from "../records.ts";
import { save } from "../repo.ts";
import { ruleKey, type RuleRequest, showRule } from "../security-group-rules.ts";
import { requestedRules, requireGroup } from "../security-groups.ts";

const revoke =
  (isEgress: boolean) =>
  (input: Input<RevokeSecurityGroupIngressCommandInput>, tx: WriteTx, context: Context): Revoked => {
    const group = requireGroup(tx, context, input);
    const own = group.rules.filter((rule) => rule.isEgress === isEgress);
    const gone = new Set(
      input.SecurityGroupRuleIds === undefined
        ? namedRules(own, requestedRules(tx, context, group, input))
        : requireRuleIds(own, input.SecurityGroupRuleIds),
    );
    save(tx, context, "security-group", { ...group, rules: group.rules.filter(({ id }) => !gone.has(id)) });
    const RevokedSecurityGroupRules = own
      .filter(({ id }) => gone.has(id))
      .map((rule) => {
        const {
          SecurityGroupRuleArn: _arn,
          GroupOwnerId: _owner,
          Tags: _tags,
          ReferencedGroupInfo,
          ...shown
        } = showRule(context, group.id, rule);
        return {
          ...shown,
          ...(ReferencedGroupInfo !== undefined && { ReferencedGroupId: ReferencedGroupInfo.GroupId }),
        };
      });
    return { Return: true, RevokedSecurityGroupRules };
  };

type Revoked = Pick<RevokeSecurityGroupIngressCommandOutput, "Return" | "RevokedSecurityGroupRules">;

function namedRules(own: readonly RuleRecord[], asked: readonly RuleRequest[]): string[] {
  return asked.map((rule) => {
    const found = own.find((each) => ruleKey(each) === ruleKey(rule));
    // AWS: as reported by many.
    if (found === undefined)
      throw ec2Error("InvalidPermission.NotFound", "The specified rule does not exist in this security group.");
    return found.id;
  });
}

function requireRuleIds(own: readonly RuleRecord[], ids: readonly string[]): readonly string[] {
  const missing = ids.filter((id) => !own.some((rule) => rule.id === id));
  if (missing.length > 0) throw notFound("security-group-rule", ...missing);
  return ids;
}

export const revokeSecurityGroupIngress = changing<
  RevokeSecurityGroupIngressCommandInput,
  RevokeSecurityGroupIngressCommandOutput
>("RevokeSecurityGroupIngress", revoke(false));

export const revokeSecurityGroupEgress = changing<
  RevokeSecurityGroupEgressCommandInput,
  RevokeSecurityGroupEgressCommandOutput
>("RevokeSecurityGroupEgress", revoke(true));
