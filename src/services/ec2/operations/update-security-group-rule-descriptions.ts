// UpdateSecurityGroupRuleDescriptionsIngress and -Egress: descriptions of rules that are there.

import type {
  UpdateSecurityGroupRuleDescriptionsEgressCommandInput,
  UpdateSecurityGroupRuleDescriptionsEgressCommandOutput,
  UpdateSecurityGroupRuleDescriptionsIngressCommandInput,
  UpdateSecurityGroupRuleDescriptionsIngressCommandOutput,
} from "@aws-sdk/client-ec2";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import { ec2Error, invalidCombination } from "../errors.ts";
import { notFound } from "../kinds.ts";
import { changing } from "../operation.ts";
import type { RuleRecord } from "../records.ts";
import { save } from "../repo.ts";
import { requireDescription, ruleKey } from "../security-group-rules.ts";
import { requestedRules, requireGroup } from "../security-groups.ts";

const update =
  (isEgress: boolean) =>
  (
    input: Input<UpdateSecurityGroupRuleDescriptionsIngressCommandInput>,
    tx: WriteTx,
    context: Context,
  ): { Return: boolean } => {
    const group = requireGroup(tx, context, input);
    const { SecurityGroupRuleDescriptions: byId, IpPermissions: permissions } = input;
    // AWS: "You must specify either the IP permissions or the description."
    if ((byId === undefined) === (permissions === undefined))
      throw invalidCombination("Either ipPermissions or securityGroupRuleDescriptions must be specified.");
    const own = group.rules.filter((rule) => rule.isEgress === isEgress);
    const texts = new Map<string, string | undefined>();
    for (const { SecurityGroupRuleId: id = "", Description } of byId ?? []) {
      if (!own.some((rule) => rule.id === id)) throw notFound("security-group-rule", id);
      texts.set(id, Description);
    }
    for (const rule of permissions === undefined
      ? []
      : requestedRules(tx, context, group, { IpPermissions: permissions })) {
      const found = own.find((each) => ruleKey(each) === ruleKey(rule));
      if (found === undefined)
        throw ec2Error("InvalidPermission.NotFound", "The specified rule does not exist in this security group.");
      texts.set(found.id, rule.description);
    }
    const rules = group.rules.map((rule) => (texts.has(rule.id) ? described(rule, texts.get(rule.id)) : rule));
    save(tx, context, "security-group", { ...group, rules });
    return { Return: true };
  };

/** A rule with this description; an empty one takes it off. */
function described({ description: _old, ...rule }: RuleRecord, text: string | undefined): RuleRecord {
  return text === undefined || text === "" ? rule : { ...rule, description: requireDescription(text) };
}

export const updateSecurityGroupRuleDescriptionsIngress = changing<
  UpdateSecurityGroupRuleDescriptionsIngressCommandInput,
  UpdateSecurityGroupRuleDescriptionsIngressCommandOutput
>("UpdateSecurityGroupRuleDescriptionsIngress", update(false));

export const updateSecurityGroupRuleDescriptionsEgress = changing<
  UpdateSecurityGroupRuleDescriptionsEgressCommandInput,
  UpdateSecurityGroupRuleDescriptionsEgressCommandOutput
>("UpdateSecurityGroupRuleDescriptionsEgress", update(true));
