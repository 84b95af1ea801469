// AuthorizeSecurityGroupIngress and AuthorizeSecurityGroupEgress: add rules to a group.

import type {
  AuthorizeSecurityGroupEgressCommandInput,
  AuthorizeSecurityGroupEgressCommandOutput,
  AuthorizeSecurityGroupIngressCommandInput,
  AuthorizeSecurityGroupIngressCommandOutput,
  SecurityGroupRule,
} from "@aws-sdk/client-ec2";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import { newIds } from "../ids.ts";
import { changing } from "../operation.ts";
import { save } from "../repo.ts";
import { showRule } from "../security-group-rules.ts";
import { requestedRules, requireGroup, withRules } from "../security-groups.ts";
import { specifiedTags } from "../tags.ts";

const authorize =
  (isEgress: boolean) =>
  (
    input: Input<AuthorizeSecurityGroupIngressCommandInput>,
    tx: WriteTx,
    context: Context,
  ): { Return: boolean; SecurityGroupRules: SecurityGroupRule[] } => {
    const tags = specifiedTags(input.TagSpecifications, "security-group-rule");
    const group = requireGroup(tx, context, input);
    const makeId = newIds(context);
    const added = requestedRules(tx, context, group, input);
    const { rules, made } = withRules(group, isEgress, added, (rule) => ({
      ...rule,
      id: makeId("sgr"),
      isEgress,
      tags,
    }));
    save(tx, context, "security-group", { ...group, rules });
    return { Return: true, SecurityGroupRules: made.map((rule) => showRule(context, group.id, rule)) };
  };

export const authorizeSecurityGroupIngress = changing<
  AuthorizeSecurityGroupIngressCommandInput,
  AuthorizeSecurityGroupIngressCommandOutput
>("AuthorizeSecurityGroupIngress", authorize(false));

export const authorizeSecurityGroupEgress = changing<
  AuthorizeSecurityGroupEgressCommandInput,
  AuthorizeSecurityGroupEgressCommandOutput
>("AuthorizeSecurityGroupEgress", authorize(true));
