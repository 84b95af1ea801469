// AWS::EC2::SecurityGroupIngress and AWS::EC2::SecurityGroupEgress: rules that are resources of their own.

import type { SecurityGroupRule } from "@aws-sdk/client-ec2";
import { everyPage } from "../../../service/pages.ts";
import type { ResourceContext, ResourceType } from "../../../service/resource-type.ts";
import { ifThere, MADE_BY_STEPS, madeByStep, stepTag, textOf } from "./properties.ts";
import { type Direction, inKnownForm, permissionOf } from "./security-group-rules.ts";

const SHARED = ["CidrIp", "CidrIpv6", "Description", "FromPort", "GroupId", "IpProtocol", "ToPort"];

/** A rule for what may come in. Ref is its id. */
export const securityGroupIngressType: ResourceType = ruleType("Ingress", [
  ...SHARED,
  "GroupName",
  "SourcePrefixListId",
  "SourceSecurityGroupId",
  "SourceSecurityGroupOwnerId",
]);

/** A rule for what may go out. Ref is its id. */
export const securityGroupEgressType: ResourceType = ruleType("Egress", [
  ...SHARED,
  "DestinationPrefixListId",
  "DestinationSecurityGroupId",
]);

function ruleType(direction: Direction, properties: readonly string[]): ResourceType {
  const isEgress = direction === "Egress";
  return {
    typeName: `AWS::EC2::SecurityGroup${direction}`,
    properties,
    keptNotEnforced: { IpProtocol: `decides where packets may ${isEgress ? "go to" : "come from"}` },

    async create(given, context) {
      const { ec2 } = context.aws;
      const { SecurityGroupRules: [present] = [] } = await ec2.describeSecurityGroupRules({
        Filters: madeByStep(context),
      });
      const asked = {
        GroupId: textOf(given, "GroupId"),
        ...(!isEgress && { GroupName: textOf(given, "GroupName") }),
        IpPermissions: [permissionOf(given, direction)],
        TagSpecifications: [{ ResourceType: "security-group-rule" as const, Tags: [stepTag(context)] }],
      };
      const made =
        present === undefined
          ? (await ec2[`authorizeSecurityGroup${direction}`](asked)).SecurityGroupRules?.[0]
          : present;
      const Id = made?.SecurityGroupRuleId ?? "";
      return { physicalId: Id, attributes: { Id } };
    },

    async read(physicalId, { aws }, known = {}) {
      const rule = await findRule(physicalId, isEgress, aws);
      if (rule === undefined) return undefined;
      const { GroupId, GroupName, ...others } = known;
      const place = GroupId === undefined && GroupName !== undefined ? { GroupName } : { GroupId: rule.GroupId };
      return { ...inKnownForm(rule, direction, [others]), ...place };
    },

    // All others are in the lists of their group.
    async list({ aws }) {
      const all = await everyPage(async (NextToken: string | undefined) => {
        const answer = await aws.ec2.describeSecurityGroupRules({ NextToken, Filters: [MADE_BY_STEPS] });
        return { items: answer.SecurityGroupRules, next: answer.NextToken };
      });
      return all.flatMap((rule) => (rule.IsEgress === isEgress ? [{ Id: rule.SecurityGroupRuleId ?? "" }] : []));
    },

    /** AWS: "Description" is all that changes without a replacement. */
    async update(physicalId, given, _previous, { aws }) {
      const GroupId = (await findRule(physicalId, isEgress, aws))?.GroupId;
      const Description = textOf(given, "Description") ?? "";
      await aws.ec2[`updateSecurityGroupRuleDescriptions${direction}`]({
        GroupId,
        SecurityGroupRuleDescriptions: [{ SecurityGroupRuleId: physicalId, Description }],
      });
      return { physicalId, attributes: { Id: physicalId } };
    },

    async delete(physicalId, _given, { aws }) {
      const GroupId = (await findRule(physicalId, isEgress, aws))?.GroupId;
      if (GroupId === undefined) return;
      await ifThere(() => aws.ec2[`revokeSecurityGroup${direction}`]({ GroupId, SecurityGroupRuleIds: [physicalId] }));
    },
  };
}

async function findRule(
  id: string,
  isEgress: boolean,
  aws: ResourceContext["aws"],
): Promise<SecurityGroupRule | undefined> {
  const found = await ifThere(() => aws.ec2.describeSecurityGroupRules({ SecurityGroupRuleIds: [id] }));
  return found?.SecurityGroupRules?.find((rule) => rule.IsEgress === isEgress);
}
