// ModifySecurityGroupRules: other traffic, peers and descriptions for rules that keep their ids.

import type { ModifySecurityGroupRulesCommandInput, ModifySecurityGroupRulesCommandOutput } from "@aws-sdk/client-ec2";
import { ec2Error, invalidCombination, invalidParameterValue } from "../errors.ts";
import { notFound } from "../kinds.ts";
import { changing } from "../operation.ts";
import type { PeerRecord, RuleRecord } from "../records.ts";
import { save } from "../repo.ts";
import { blockPeer, requireDescription, requireTraffic, ruleKey, wordsOf } from "../security-group-rules.ts";
import { referredGroup, requireGroup, requirePeer } from "../security-groups.ts";

export const modifySecurityGroupRules = changing<
  ModifySecurityGroupRulesCommandInput,
  ModifySecurityGroupRulesCommandOutput
>("ModifySecurityGroupRules", ({ GroupId, SecurityGroupRules }, tx, context) => {
  const group = requireGroup(tx, context, { GroupId });
  const changed = new Map(
    SecurityGroupRules.map(({ SecurityGroupRuleId: id, SecurityGroupRule: wanted = {} }) => {
      const rule = group.rules.find((each) => each.id === id);
      if (rule === undefined) throw notFound("security-group-rule", id);
      const peer = peerOf(wanted, (groupId) => referredGroup(tx, context, group, groupId, undefined, undefined));
      requirePeer(context, peer.kind, peer.value);
      // AWS: ModifySecurityGroupRules: "You can't change the source or destination type".
      if (isOtherType(peer, rule.peer))
        throw invalidParameterValue(
          "You may not specify a different source or destination type for an existing security group rule.",
        );
      const { Description } = wanted;
      const next: RuleRecord = {
        id,
        isEgress: rule.isEgress,
        tags: rule.tags,
        ...requireTraffic(wanted),
        peer,
        ...(Description !== undefined && Description !== "" && { description: requireDescription(Description) }),
      };
      return [id, next] as const;
    }),
  );
  const rules = group.rules.map((rule) => changed.get(rule.id) ?? rule);
  const keys = rules.map((rule) => `${rule.isEgress} ${ruleKey(rule)}`);
  const twice = rules.find((_rule, at) => keys.indexOf(keys[at] ?? "") !== at);
  if (twice !== undefined)
    throw ec2Error("InvalidPermission.Duplicate", `the specified rule "${wordsOf(twice)}" already exists`);
  save(tx, context, "security-group", { ...group, rules });
  return { Return: true };
});

interface Wanted {
  readonly CidrIpv4?: string | undefined;
  readonly CidrIpv6?: string | undefined;
  readonly PrefixListId?: string | undefined;
  readonly ReferencedGroupId?: string | undefined;
}

function peerOf(wanted: Wanted, groupIdOf: (id: string) => string): PeerRecord {
  const { CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId } = wanted;
  if ([CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId].filter((one) => one !== undefined).length !== 1)
    throw invalidCombination("Exactly one of CidrIpv4, CidrIpv6, PrefixListId or ReferencedGroupId must be specified.");
  if (CidrIpv4 !== undefined) return blockPeer(CidrIpv4, 4);
  if (CidrIpv6 !== undefined) return blockPeer(CidrIpv6, 6);
  if (PrefixListId !== undefined) return { kind: "prefix-list", value: PrefixListId };
  return { kind: "group", value: groupIdOf(ReferencedGroupId ?? "") };
}

function isOtherType(one: PeerRecord, other: PeerRecord): boolean {
  const isBlock = (peer: PeerRecord): boolean => peer.kind === "ipv4" || peer.kind === "ipv6";
  return isBlock(one) !== isBlock(other) || (!isBlock(one) && one.kind !== other.kind);
}
