// Security groups: found by id or name, their rules changed, and as answers show them.

import type { IpPermission, SecurityGroup, SecurityGroupRule } from "@aws-sdk/client-ec2";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { defaultVpc } from "./defaults.ts";
import { ec2Error, hasDependent, invalidCombination, limitExceeded, missingParameter } from "./errors.ts";
import type { FilterTable, Listed } from "./filters.ts";
import { need } from "./finding.ts";
import { arnOf, notFound } from "./kinds.ts";
import { LIMITS } from "./limits.ts";
import { managedPrefixLists } from "./prefix-lists.ts";
import type { RuleRecord, SecurityGroupRecord } from "./records.ts";
import { listAll } from "./repo.ts";
import {
  blockPeer,
  requireTraffic,
  rulesOf,
  ruleKey,
  showPermissions,
  showRule,
  wordsOf,
  type RuleRequest,
} from "./security-group-rules.ts";
import { tagItems } from "./tags.ts";

/** The group that a request names: by id, or by its name in the default VPC. */
export function requireGroup(
  tx: ReadTx,
  scope: Scope,
  { GroupId, GroupName }: { readonly GroupId?: string | undefined; readonly GroupName?: string | undefined },
): SecurityGroupRecord {
  // AWS: the wording is from memory.
  if (GroupId === undefined && GroupName === undefined) throw missingParameter("groupName or groupId");
  if (GroupId !== undefined) {
    if (!GroupId.startsWith("sg-"))
      throw ec2Error("InvalidGroupId.Malformed", `Invalid id: "${GroupId}" (expecting "sg-...")`);
    return need(tx, scope, "security-group", GroupId);
  }
  const home = defaultVpc(tx, scope)?.id;
  const found = listAll(tx, scope, "security-group").find(({ vpcId, name }) => vpcId === home && name === GroupName);
  // AWS: the wording is from memory.
  if (found === undefined)
    throw ec2Error(
      "InvalidGroup.NotFound",
      `The security group '${GroupName}' does not exist in default VPC '${home}'`,
    );
  return found;
}

/** A request's rules: in the list form, or one rule by the older parameters. */
interface RulesAsked {
  readonly IpPermissions?: readonly IpPermission[] | undefined;
  readonly IpProtocol?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
  readonly CidrIp?: string | undefined;
  readonly SourceSecurityGroupName?: string | undefined;
  readonly SourceSecurityGroupOwnerId?: string | undefined;
}

/** The rules that a request means; what they refer to is there. */
export function requestedRules(tx: ReadTx, scope: Scope, group: SecurityGroupRecord, asked: RulesAsked): RuleRequest[] {
  const { IpPermissions, CidrIp, SourceSecurityGroupName: source } = asked;
  const isOld = asked.IpProtocol !== undefined || CidrIp !== undefined || source !== undefined;
  // AWS: the wording is from memory.
  if (IpPermissions !== undefined && isOld)
    throw invalidCombination("The parameter 'ipPermissions' may not be used in combination with 'ipProtocol'");
  if (IpPermissions === undefined && !isOld) throw missingParameter("ipPermissions");
  const groupIdOf = ({
    GroupId,
    GroupName,
    UserId,
  }: {
    GroupId?: string;
    GroupName?: string;
    UserId?: string;
  }): string => referredGroup(tx, scope, group, GroupId, GroupName, UserId);
  const rules =
    IpPermissions === undefined
      ? oldRules(asked, () => groupIdOf({ GroupName: source, UserId: asked.SourceSecurityGroupOwnerId }))
      : rulesOf(IpPermissions, groupIdOf);
  // AWS: from memory: permissions without any peer.
  if (rules.length === 0)
    throw ec2Error(
      "InvalidParameterValue",
      "Invalid value 'null' for peers. Specify at least one source or destination.",
    );
  for (const { peer } of rules) requirePeer(scope, peer.kind, peer.value);
  return rules;
}

function oldRules({ CidrIp, ...asked }: RulesAsked, sourceGroup: () => string): RuleRequest[] {
  if (CidrIp !== undefined)
    return [{ ...requireTraffic(asked), peer: blockPeer(CidrIp, CidrIp.includes(":") ? 6 : 4) }];
  if (asked.SourceSecurityGroupName === undefined) throw missingParameter("cidrIp");
  // AWS: AuthorizeSecurityGroupIngress, SourceSecurityGroupName: "Creates rules that grant full ICMP, UDP, and TCP access".
  const peer = { kind: "group", value: sourceGroup() } as const;
  return asked.IpProtocol === undefined ? [{ protocol: "-1", peer }] : [{ ...requireTraffic(asked), peer }];
}

/** The id of a group of the same VPC that a rule refers to. */
export function referredGroup(
  tx: ReadTx,
  scope: Scope,
  group: SecurityGroupRecord,
  id: string | undefined,
  name: string | undefined,
  owner: string | undefined,
): string {
  const found = listAll(tx, scope, "security-group").find(
    (other) => other.vpcId === group.vpcId && (id === undefined ? other.name === name : other.id === id),
  );
  // AWS: groups of other accounts are reached through VPC peering, which there is none of here.
  if (found === undefined || (owner !== undefined && owner !== scope.account))
    throw notFound("security-group", id ?? name ?? "");
  return found.id;
}

/** Throws for a prefix list that is not there. */
export function requirePeer(scope: Scope, kind: string, id: string): void {
  if (kind === "prefix-list" && !managedPrefixLists(scope.region).some((list) => list.id === id))
    throw notFound("prefix-list", id);
}

/** The rules of a group with more of them; throws for those that are there already, and for too many. */
export function withRules(
  group: SecurityGroupRecord,
  isEgress: boolean,
  added: readonly RuleRequest[],
  make: (rule: RuleRequest) => RuleRecord,
): { readonly rules: readonly RuleRecord[]; readonly made: readonly RuleRecord[] } {
  const present = new Set(group.rules.filter((rule) => rule.isEgress === isEgress).map(ruleKey));
  for (const rule of added) {
    // AWS: as observed.
    if (present.has(ruleKey(rule)))
      throw ec2Error("InvalidPermission.Duplicate", `the specified rule "${wordsOf(rule)}" already exists`);
    present.add(ruleKey(rule));
  }
  const made = added.map(make);
  const rules = [...group.rules, ...made];
  if (rules.filter((rule) => rule.isEgress === isEgress).length > LIMITS.rulesOfGroup)
    throw limitExceeded("RulesPerSecurityGroupLimitExceeded", "rules per security group");
  return { rules, made };
}

/** Throws DependencyViolation while something refers to the group. */
export function requireUnusedGroup(tx: ReadTx, scope: Scope, { id }: SecurityGroupRecord): void {
  const isUsed =
    listAll(tx, scope, "network-interface").some(({ groupIds }) => groupIds.includes(id)) ||
    listAll(tx, scope, "vpc-endpoint").some(({ groupIds }) => groupIds.includes(id)) ||
    listAll(tx, scope, "security-group").some(
      (other) => other.id !== id && other.rules.some(({ peer }) => peer.value === id),
    );
  if (isUsed) throw hasDependent(id);
}

/** AWS: SecurityGroup in the API reference. */
function showGroup(scope: Scope, group: SecurityGroupRecord): SecurityGroup {
  const permissions = (isEgress: boolean): IpPermission[] =>
    showPermissions(
      scope,
      group.rules.filter((rule) => rule.isEgress === isEgress),
    );
  return {
    GroupId: group.id,
    SecurityGroupArn: arnOf(scope, "security-group", group.id),
    GroupName: group.name,
    Description: group.description,
    OwnerId: scope.account,
    VpcId: group.vpcId,
    IpPermissions: permissions(false),
    IpPermissionsEgress: permissions(true),
    Tags: tagItems(group.tags),
  };
}

/** All groups, to be listed. */
export function listGroups(tx: ReadTx, scope: Scope): Listed<SecurityGroup>[] {
  return listAll(tx, scope, "security-group").map((group) => ({
    id: group.id,
    tags: group.tags,
    shape: showGroup(scope, group),
  }));
}

/** All rules of all groups, to be listed. */
export function listRules(tx: ReadTx, scope: Scope): Listed<SecurityGroupRule>[] {
  return listAll(tx, scope, "security-group")
    .flatMap((group) =>
      group.rules.map((rule) => ({ id: rule.id, tags: rule.tags, shape: showRule(scope, group.id, rule) })),
    )
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

const everyPermission =
  (
    member: "IpPermissions" | "IpPermissionsEgress",
    values: (permission: IpPermission) => readonly (string | number | undefined)[],
  ) =>
  (group: SecurityGroup): readonly (string | number | undefined)[] =>
    (group[member] ?? []).flatMap(values);

const permissionFilters = (
  prefix: string,
  member: "IpPermissions" | "IpPermissionsEgress",
): FilterTable<SecurityGroup> => ({
  [`${prefix}.cidr`]: everyPermission(member, ({ IpRanges = [] }) => IpRanges.map(({ CidrIp }) => CidrIp)),
  [`${prefix}.from-port`]: everyPermission(member, ({ FromPort }) => [FromPort]),
  [`${prefix}.group-id`]: everyPermission(member, ({ UserIdGroupPairs = [] }) =>
    UserIdGroupPairs.map(({ GroupId }) => GroupId),
  ),
  [`${prefix}.ipv6-cidr`]: everyPermission(member, ({ Ipv6Ranges = [] }) => Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6)),
  [`${prefix}.prefix-list-id`]: everyPermission(member, ({ PrefixListIds = [] }) =>
    PrefixListIds.map(({ PrefixListId }) => PrefixListId),
  ),
  [`${prefix}.protocol`]: everyPermission(member, ({ IpProtocol }) => [IpProtocol]),
  [`${prefix}.to-port`]: everyPermission(member, ({ ToPort }) => [ToPort]),
  [`${prefix}.user-id`]: everyPermission(member, ({ UserIdGroupPairs = [] }) =>
    UserIdGroupPairs.map(({ UserId }) => UserId),
  ),
});

/** AWS: DescribeSecurityGroups, Filters. */
export const groupFilters: FilterTable<SecurityGroup> = {
  description: (group) => group.Description,
  "group-id": (group) => group.GroupId,
  "group-name": (group) => group.GroupName,
  "owner-id": (group) => group.OwnerId,
  "vpc-id": (group) => group.VpcId,
  ...permissionFilters("ip-permission", "IpPermissions"),
  ...permissionFilters("egress.ip-permission", "IpPermissionsEgress"),
};

/** AWS: DescribeSecurityGroupRules, Filters. */
export const ruleFilters: FilterTable<SecurityGroupRule> = {
  "group-id": (rule) => rule.GroupId,
  "security-group-rule-id": (rule) => rule.SecurityGroupRuleId,
};
