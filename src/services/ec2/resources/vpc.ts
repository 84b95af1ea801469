// AWS::EC2::VPC.

import type { Vpc } from "@aws-sdk/client-ec2";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { changeTags, flagOf, ifThere, madeByStep, shownTags, tagSpecifications, textOf } from "./properties.ts";

/** A VPC. Ref is its id. */
export const vpcType: ResourceType = {
  typeName: "AWS::EC2::VPC",
  properties: ["CidrBlock", "EnableDnsHostnames", "EnableDnsSupport", "InstanceTenancy", "Tags"],
  keptNotEnforced: {
    EnableDnsHostnames: "gives instances with public addresses names in the DNS",
    EnableDnsSupport: "answers DNS queries within the VPC",
    InstanceTenancy: "runs instances on hardware of their own",
  },

  async create(properties, context) {
    const { ec2 } = context.aws;
    const { Vpcs: [present] = [] } = await ec2.describeVpcs({ Filters: madeByStep(context) });
    const { Vpc: made } =
      present === undefined
        ? await ec2.createVpc({
            CidrBlock: textOf(properties, "CidrBlock"),
            InstanceTenancy: textOf(properties, "InstanceTenancy") as Tenancy | undefined,
            TagSpecifications: tagSpecifications(properties, context, "vpc"),
          })
        : { Vpc: present };
    const id = made?.VpcId ?? "";
    context.identify(id);
    await putAttributes(id, properties, context);
    return stateOf(id, context);
  },

  async read(physicalId, { aws }) {
    const vpc = await findVpc(physicalId, aws);
    if (vpc === undefined) return undefined;
    const attribute = (Attribute: VpcAttributeName) => aws.ec2.describeVpcAttribute({ VpcId: physicalId, Attribute });
    const { EnableDnsSupport } = await attribute("enableDnsSupport");
    const { EnableDnsHostnames } = await attribute("enableDnsHostnames");
    return {
      CidrBlock: vpc.CidrBlock,
      InstanceTenancy: vpc.InstanceTenancy,
      EnableDnsSupport: EnableDnsSupport?.Value,
      EnableDnsHostnames: EnableDnsHostnames?.Value,
      ...shownTags(vpc.Tags),
    };
  },

  async list({ aws }) {
    const all = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.ec2.describeVpcs({ NextToken, Filters: NOT_DEFAULT });
      return { items: answer.Vpcs, next: answer.NextToken };
    });
    return all.map(({ VpcId = "" }) => ({ VpcId }));
  },

  // AWS: InstanceTenancy: "Updating InstanceTenancy requires no replacement only if you are updating its value from 'dedicated' to 'default'."
  isReplacement: (properties, previous) =>
    textOf(properties, "InstanceTenancy") === "dedicated" && textOf(previous, "InstanceTenancy") !== "dedicated",

  async update(physicalId, properties, previous, context) {
    await putAttributes(physicalId, properties, context);
    const wasDedicated = textOf(previous, "InstanceTenancy") === "dedicated";
    if (wasDedicated && textOf(properties, "InstanceTenancy") !== "dedicated")
      await context.aws.ec2.modifyVpcTenancy({ VpcId: physicalId, InstanceTenancy: "default" });
    await changeTags(physicalId, properties, previous, context);
    return stateOf(physicalId, context);
  },

  changing: {
    attributes: ["CidrBlockAssociations", "Ipv6CidrBlocks"],
    read: async (physicalId, context) => (await stateOf(physicalId, context)).attributes,
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.ec2.deleteVpc({ VpcId: physicalId }));
  },
};

// DEVIATION: AWS scans the network, too, that every account begins with; nobody writes that down.
const NOT_DEFAULT = [{ Name: "is-default", Values: ["false"] }];

type Tenancy = "default" | "dedicated";
type VpcAttributeName = "enableDnsSupport" | "enableDnsHostnames";

/** AWS: EnableDnsSupport is on and EnableDnsHostnames off, if nothing is said. Names need support, so the order depends on the way. */
async function putAttributes(VpcId: string, properties: Properties, { aws }: ResourceContext): Promise<void> {
  const support = flagOf(properties, "EnableDnsSupport") ?? true;
  const names = flagOf(properties, "EnableDnsHostnames") ?? false;
  if (support) await aws.ec2.modifyVpcAttribute({ VpcId, EnableDnsSupport: { Value: true } });
  await aws.ec2.modifyVpcAttribute({ VpcId, EnableDnsHostnames: { Value: names } });
  if (!support) await aws.ec2.modifyVpcAttribute({ VpcId, EnableDnsSupport: { Value: false } });
}

async function findVpc(VpcId: string, aws: ResourceContext["aws"]): Promise<Vpc | undefined> {
  const found = await ifThere(() => aws.ec2.describeVpcs({ VpcIds: [VpcId] }));
  return found?.Vpcs?.[0];
}

async function stateOf(VpcId: string, { aws }: Pick<ResourceContext, "aws">): Promise<ResourceState> {
  const vpc = await findVpc(VpcId, aws);
  const ofVpc = { Name: "vpc-id", Values: [VpcId] };
  const { NetworkAcls: [acl] = [] } = await aws.ec2.describeNetworkAcls({
    Filters: [ofVpc, { Name: "default", Values: ["true"] }],
  });
  const { SecurityGroups: [group] = [] } = await aws.ec2.describeSecurityGroups({
    Filters: [ofVpc, { Name: "group-name", Values: ["default"] }],
  });
  return {
    physicalId: VpcId,
    attributes: {
      VpcId,
      CidrBlock: vpc?.CidrBlock,
      CidrBlockAssociations: vpc?.CidrBlockAssociationSet?.map(({ AssociationId }) => AssociationId),
      Ipv6CidrBlocks: vpc?.Ipv6CidrBlockAssociationSet?.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock) ?? [],
      DefaultNetworkAcl: acl?.NetworkAclId,
      DefaultSecurityGroup: group?.GroupId,
    },
  };
}
