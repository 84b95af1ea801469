// Rules of security groups in templates: in a group's lists, and as resources of their own.

import type { IpPermission, SecurityGroupRule } from "@aws-sdk/client-ec2";
import type { Properties } from "../../../service/resource-type.ts";
import { defined, numberOf, textOf } from "./properties.ts";

/** The direction of rules: who they are about is named accordingly. */
export type Direction = "Ingress" | "Egress";

/** A rule of a template as a permission of the API. */
export function permissionOf(rule: Properties, direction: Direction): IpPermission {
  const Description = textOf(rule, "Description");
  const side = direction === "Ingress" ? "Source" : "Destination";
  const described = Description === undefined ? {} : { Description };
  const CidrIp = textOf(rule, "CidrIp");
  const CidrIpv6 = textOf(rule, "CidrIpv6");
  const PrefixListId = textOf(rule, `${side}PrefixListId`);
  const GroupId = textOf(rule, `${side}SecurityGroupId`);
  const UserId = textOf(rule, `${side}SecurityGroupOwnerId`);
  return {
    IpProtocol: textOf(rule, "IpProtocol"),
    FromPort: numberOf(rule, "FromPort"),
    ToPort: numberOf(rule, "ToPort"),
    ...(CidrIp !== undefined && { IpRanges: [{ CidrIp, ...described }] }),
    ...(CidrIpv6 !== undefined && { Ipv6Ranges: [{ CidrIpv6, ...described }] }),
    ...(PrefixListId !== undefined && { PrefixListIds: [{ PrefixListId, ...described }] }),
    ...(GroupId !== undefined && { UserIdGroupPairs: [{ GroupId, UserId, ...described }] }),
  };
}

/** A live rule in the form of templates. */
function templateRule(rule: SecurityGroupRule, direction: Direction): Record<string, unknown> {
  const side = direction === "Ingress" ? "Source" : "Destination";
  const isAll = rule.IpProtocol === "-1";
  const { ReferencedGroupInfo: group } = rule;
  return defined({
    IpProtocol: rule.IpProtocol,
    FromPort: isAll ? undefined : rule.FromPort,
    ToPort: isAll ? undefined : rule.ToPort,
    CidrIp: rule.CidrIpv4,
    CidrIpv6: rule.CidrIpv6,
    [`${side}PrefixListId`]: rule.PrefixListId,
    [`${side}SecurityGroupId`]: group?.GroupId,
    Description: rule.Description,
  });
}

/** Whether a rule of a template means the live one: ports of all protocols, owners and numbers of protocols may stand or not. */
export function isMeant(rule: SecurityGroupRule, direction: Direction, known: Properties): boolean {
  return normal(known) === normal(templateRule(rule, direction));
}

/** A live rule as the template has it, where the template means it. */
export function inKnownForm(
  rule: SecurityGroupRule,
  direction: Direction,
  known: readonly Properties[],
): Record<string, unknown> {
  const same = known.find((one) => isMeant(rule, direction, one));
  if (same !== undefined) return { ...same };
  const namesOwner = known.some((one) => one["SourceSecurityGroupOwnerId"] !== undefined);
  const owner = rule.ReferencedGroupInfo?.UserId;
  return {
    ...templateRule(rule, direction),
    ...(namesOwner && owner !== undefined && { SourceSecurityGroupOwnerId: owner }),
  };
}

const PROTOCOLS: Readonly<Record<string, string>> = { "6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6" };

function normal(rule: Properties): string {
  const given = (textOf(rule, "IpProtocol") ?? "-1").toLowerCase();
  const protocol = PROTOCOLS[given] ?? given;
  const hasPorts = ["tcp", "udp", "icmp", "icmpv6"].includes(protocol);
  const others = [
    "CidrIp",
    "CidrIpv6",
    "SourcePrefixListId",
    "DestinationPrefixListId",
    "SourceSecurityGroupId",
    "DestinationSecurityGroupId",
    "Description",
  ];
  const ports = hasPorts ? [numberOf(rule, "FromPort") ?? -1, numberOf(rule, "ToPort") ?? -1] : [];
  return JSON.stringify([protocol, ...ports, ...others.map((name) => textOf(rule, name) ?? "")]);
}
