// AWS::EC2::SecurityGroup.

import type { Filter, SecurityGroup, SecurityGroupRule } from "@aws-sdk/client-ec2";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import {
  changeTags,
  ifThere,
  MADE_BY_STEPS,
  madeByStep,
  nodesOf,
  requiredText,
  shownTags,
  tagSpecifications,
  textOf,
} from "./properties.ts";
import { type Direction, inKnownForm, isMeant, permissionOf } from "./security-group-rules.ts";

/** A security group with the rules that its template lists. Ref is its id. */
export const securityGroupType: ResourceType = {
  typeName: "AWS::EC2::SecurityGroup",
  properties: ["GroupDescription", "GroupName", "SecurityGroupEgress", "SecurityGroupIngress", "Tags", "VpcId"],
  keptNotEnforced: {
    SecurityGroupEgress: "decides where packets may go to",
    SecurityGroupIngress: "decides where packets may come from",
  },

  async create(properties, context) {
    const { ec2 } = context.aws;
    const { SecurityGroups: [present] = [] } = await ec2.describeSecurityGroups({ Filters: madeByStep(context) });
    const GroupName = textOf(properties, "GroupName") ?? context.generateName({ maxLength: 255 });
    const made =
      present ??
      (await ec2.createSecurityGroup({
        GroupName,
        Description: requiredText(properties, "GroupDescription"),
        VpcId: textOf(properties, "VpcId"),
        TagSpecifications: tagSpecifications(properties, context, "security-group"),
      }));
    const id = made.GroupId ?? "";
    context.identify(id);
    await putRules(id, properties, context);
    return stateOf(id, context);
  },

  async read(physicalId, { aws }, known) {
    const group = await findGroup(physicalId, aws);
    if (group === undefined) return undefined;
    const rules = await ownRules(physicalId, aws);
    const shown = (direction: Direction): Record<string, unknown>[] =>
      rules
        .filter(({ IsEgress }) => IsEgress === (direction === "Egress"))
        .map((rule) => inKnownForm(rule, direction, nodesOf(known ?? {}, `SecurityGroup${direction}`)));
    return {
      GroupName: group.GroupName,
      GroupDescription: group.Description,
      VpcId: group.VpcId,
      SecurityGroupIngress: shown("Ingress"),
      SecurityGroupEgress: shown("Egress"),
      ...shownTags(group.Tags),
    };
  },

  async list({ aws }) {
    const all = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.ec2.describeSecurityGroups({ NextToken });
      return { items: answer.SecurityGroups, next: answer.NextToken };
    });
    // The default one comes with its VPC.
    return all.flatMap(({ GroupId = "", GroupName }) => (GroupName === "default" ? [] : [{ Id: GroupId }]));
  },

  async update(physicalId, properties, previous, context) {
    await putRules(physicalId, properties, context);
    await changeTags(physicalId, properties, previous, context);
    return stateOf(physicalId, context);
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.ec2.deleteSecurityGroup({ GroupId: physicalId }));
  },
};

/** AWS: SecurityGroupEgress: without it, a group lets everything out. */
const ALLOW_ALL: Properties = { IpProtocol: "-1", CidrIp: "0.0.0.0/0" };

/** Brings the group's own rules to those of the template; rules that are resources of their own stay. */
async function putRules(GroupId: string, properties: Properties, { aws }: ResourceContext): Promise<void> {
  const live = await ownRules(GroupId, aws);
  const egress =
    properties["SecurityGroupEgress"] === undefined ? [ALLOW_ALL] : nodesOf(properties, "SecurityGroupEgress");
  await putDirection(GroupId, "Ingress", nodesOf(properties, "SecurityGroupIngress"), live, aws);
  await putDirection(GroupId, "Egress", egress, live, aws);
}

async function putDirection(
  GroupId: string,
  direction: Direction,
  wanted: readonly Properties[],
  live: readonly SecurityGroupRule[],
  { ec2 }: ResourceContext["aws"],
): Promise<void> {
  const present = live.filter(({ IsEgress }) => IsEgress === (direction === "Egress"));
  const same = new Map(present.map((rule) => [rule, wanted.find((one) => isMeant(rule, direction, one))]));
  const gone = present.flatMap((rule) => (same.get(rule) === undefined ? [rule.SecurityGroupRuleId ?? ""] : []));
  const kept = new Set(same.values());
  const IpPermissions = wanted.filter((one) => !kept.has(one)).map((rule) => permissionOf(rule, direction));
  if (gone.length > 0) await ec2[`revokeSecurityGroup${direction}`]({ GroupId, SecurityGroupRuleIds: gone });
  if (IpPermissions.length > 0) await ec2[`authorizeSecurityGroup${direction}`]({ GroupId, IpPermissions });
}

async function ownRules(groupId: string, aws: ResourceContext["aws"]): Promise<SecurityGroupRule[]> {
  const ofGroup = { Name: "group-id", Values: [groupId] };
  const all = async (Filters: Filter[]): Promise<SecurityGroupRule[]> =>
    everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.ec2.describeSecurityGroupRules({ NextToken, Filters });
      return { items: answer.SecurityGroupRules, next: answer.NextToken };
    });
  const others = new Set((await all([ofGroup, MADE_BY_STEPS])).map((rule) => rule.SecurityGroupRuleId));
  return (await all([ofGroup])).filter((rule) => !others.has(rule.SecurityGroupRuleId));
}

async function findGroup(GroupId: string, aws: ResourceContext["aws"]): Promise<SecurityGroup | undefined> {
  const found = await ifThere(() => aws.ec2.describeSecurityGroups({ GroupIds: [GroupId] }));
  return found?.SecurityGroups?.[0];
}

async function stateOf(GroupId: string, { aws }: ResourceContext): Promise<ResourceState> {
  const VpcId = (await findGroup(GroupId, aws))?.VpcId;
  return { physicalId: GroupId, attributes: { GroupId, Id: GroupId, VpcId } };
}
