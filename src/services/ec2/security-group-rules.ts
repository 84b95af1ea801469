// Rules of security groups: read from requests, compared, and as answers show them, alone and grouped. Pure.

import type { IpPermission, SecurityGroupRule } from "@aws-sdk/client-ec2";
import type { Scope } from "../../service/context.ts";
import { ec2Error, invalidParameterValue, noBlock } from "./errors.ts";
import { arnOf } from "./kinds.ts";
import { formatCidr, parseCidr } from "./network/cidr.ts";
import type { PeerRecord, RuleRecord } from "./records.ts";
import { tagItems } from "./tags.ts";

/** A rule as a request has it, before it is anyone's. */
export type RuleRequest = Omit<RuleRecord, "id" | "tags" | "isEgress">;

interface Traffic {
  readonly IpProtocol?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
}

// AWS: IpPermission, IpProtocol: names and numbers mean the same; other protocols than these have no ports.
const NAMES: Readonly<Record<string, string>> = { "6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6" };
const WITH_PORTS = ["tcp", "udp"];
const WITH_TYPES = ["icmp", "icmpv6"];

/** Protocol and ports; throws for what is none. */
export function requireTraffic({
  IpProtocol,
  FromPort,
  ToPort,
}: Traffic): Pick<RuleRecord, "protocol" | "fromPort" | "toPort"> {
  const given = (IpProtocol ?? "-1").toLowerCase();
  const protocol = NAMES[given] ?? given;
  if (WITH_PORTS.includes(protocol)) {
    // AWS: as reported by many: "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange."
    if (FromPort === undefined || ToPort === undefined)
      throw invalidParameterValue("Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
    // AWS: from memory: both -1 stand for all ports.
    if (FromPort === -1 && ToPort === -1) return { protocol, fromPort: 0, toPort: 65535 };
    for (const port of [FromPort, ToPort])
      if (!Number.isInteger(port) || port < 0 || port > 65535)
        throw invalidParameterValue(
          `Invalid value '${port}' for ${port === FromPort ? "fromPort" : "toPort"}. Must be between 0 and 65535.`,
        );
    if (FromPort > ToPort)
      throw invalidParameterValue(
        "Invalid value 'Invalid port range. Start port must not be greater than end port.' for portRange.",
      );
    return { protocol, fromPort: FromPort, toPort: ToPort };
  }
  if (WITH_TYPES.includes(protocol)) return { protocol, fromPort: FromPort ?? -1, toPort: ToPort ?? -1 };
  // AWS: "-1" and every other number are all ports, whatever ports are given.
  if (protocol === "-1" || (/^\d{1,3}$/.test(protocol) && Number(protocol) <= 255)) return { protocol };
  throw invalidParameterValue(`Invalid value '${IpProtocol}' for IP protocol. Unknown protocol.`);
}

/** The rules that permissions of a request stand for, one a peer. `groupIdOf` finds groups by what a request says of them. */
export function rulesOf(
  permissions: readonly IpPermission[],
  groupIdOf: (group: { readonly GroupId?: string; readonly GroupName?: string; readonly UserId?: string }) => string,
): RuleRequest[] {
  return permissions.flatMap((permission) => {
    const traffic = requireTraffic(permission);
    const rule = (peer: PeerRecord, description: string | undefined): RuleRequest => ({
      ...traffic,
      peer,
      ...(description !== undefined && description !== "" && { description: requireDescription(description) }),
    });
    return [
      ...(permission.IpRanges ?? []).map(({ CidrIp = "", Description }) => rule(blockPeer(CidrIp, 4), Description)),
      ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6 = "", Description }) =>
        rule(blockPeer(CidrIpv6, 6), Description),
      ),
      ...(permission.PrefixListIds ?? []).map(({ PrefixListId = "", Description }) =>
        rule({ kind: "prefix-list", value: PrefixListId }, Description),
      ),
      ...(permission.UserIdGroupPairs ?? []).map((pair) =>
        rule({ kind: "group", value: groupIdOf(pair) }, pair.Description),
      ),
    ];
  });
}

/** A block of addresses as a peer; throws for what is none. */
export function blockPeer(text: string, version: 4 | 6): PeerRecord {
  const block = parseCidr(text);
  // AWS: from memory: "CIDR block 10.0.0.0 is malformed".
  if (block === undefined) throw ec2Error("InvalidParameterValue", `CIDR block ${text} is malformed`);
  if (block.version !== version) throw noBlock(text, version === 4 ? "cidrIp" : "cidrIpv6");
  return { kind: version === 4 ? "ipv4" : "ipv6", value: formatCidr(block) };
}

// LIMIT: AWS: IpRange, Description: "Up to 255 characters in length. Allowed characters are a-z, A-Z, 0-9, spaces, and ._-:/()#,@[]+=&;{}!$*".
const DESCRIPTION = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{0,255}$/;

/** A rule's description; throws for what AWS does not take. */
export function requireDescription(text: string): string {
  if (!DESCRIPTION.test(text))
    throw invalidParameterValue(
      "Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*",
    );
  return text;
}

/** What makes two rules of one direction the same: all but the description. */
export function ruleKey({ protocol, fromPort, toPort, peer }: RuleRequest): string {
  return [protocol, fromPort ?? "", toPort ?? "", peer.kind, peer.value].join(" ");
}

/** AWS: as reported by many: "peer: 0.0.0.0/0, TCP, from port: 22, to port: 22, ALLOW". */
export function wordsOf({ protocol, fromPort, toPort, peer }: RuleRequest): string {
  const number = /^\d+$/.test(protocol);
  const traffic = protocol === "-1" ? "ALL" : number ? `protocol: ${protocol}` : protocol.toUpperCase();
  const isIcmp = WITH_TYPES.includes(protocol);
  const ports =
    fromPort === undefined
      ? ""
      : `, ${isIcmp ? "type" : "from port"}: ${fromPort}, ${isIcmp ? "code" : "to port"}: ${toPort}`;
  return `peer: ${peer.value}, ${traffic}${ports}, ALLOW`;
}

/** AWS: SecurityGroupRule in the API reference: all ports are -1. */
export function showRule(scope: Scope, groupId: string, rule: RuleRecord): SecurityGroupRule {
  const { id, isEgress, protocol, fromPort = -1, toPort = -1, peer, description } = rule;
  return {
    SecurityGroupRuleId: id,
    SecurityGroupRuleArn: arnOf(scope, "security-group-rule", id),
    GroupId: groupId,
    GroupOwnerId: scope.account,
    IsEgress: isEgress,
    IpProtocol: protocol,
    FromPort: fromPort,
    ToPort: toPort,
    ...(peer.kind === "ipv4" && { CidrIpv4: peer.value }),
    ...(peer.kind === "ipv6" && { CidrIpv6: peer.value }),
    ...(peer.kind === "prefix-list" && { PrefixListId: peer.value }),
    ...(peer.kind === "group" && { ReferencedGroupInfo: { GroupId: peer.value, UserId: scope.account } }),
    ...(description !== undefined && { Description: description }),
    Tags: tagItems(rule.tags),
  };
}

/** AWS: IpPermission in the API reference: rules with the same traffic are one permission. */
export function showPermissions(scope: Scope, rules: readonly RuleRecord[]): IpPermission[] {
  const groups = new Map<string, RuleRecord[]>();
  for (const rule of rules) {
    const key = `${rule.protocol} ${rule.fromPort} ${rule.toPort}`;
    groups.set(key, [...(groups.get(key) ?? []), rule]);
  }
  return [...groups.values()].map((same) => {
    const of = (kind: PeerRecord["kind"]): RuleRecord[] => same.filter(({ peer }) => peer.kind === kind);
    const describe = ({ description }: RuleRecord): { Description?: string } =>
      description === undefined ? {} : { Description: description };
    const [first] = same;
    return {
      IpProtocol: first?.protocol,
      ...(first?.fromPort !== undefined && { FromPort: first.fromPort, ToPort: first.toPort }),
      IpRanges: of("ipv4").map((rule) => ({ CidrIp: rule.peer.value, ...describe(rule) })),
      Ipv6Ranges: of("ipv6").map((rule) => ({ CidrIpv6: rule.peer.value, ...describe(rule) })),
      PrefixListIds: of("prefix-list").map((rule) => ({ PrefixListId: rule.peer.value, ...describe(rule) })),
      UserIdGroupPairs: of("group").map((rule) => ({
        GroupId: rule.peer.value,
        UserId: scope.account,
        ...describe(rule),
      })),
    };
  });
}
