// AWS::EC2::VPCGatewayAttachment.

import { everyPage } from "../../../service/pages.ts";
import type { ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { defaultVpcIds, ifThere, requiredText } from "./properties.ts";

/** A VPC's internet gateway. Ref is the attachment's type and the VPC's id: "IGW|vpc-0a1b". */
export const vpcGatewayAttachmentType: ResourceType = {
  typeName: "AWS::EC2::VPCGatewayAttachment",
  properties: ["InternetGatewayId", "VpcId"],
  keptNotEnforced: { InternetGatewayId: "connects the VPC with the internet" },

  async create(properties, { aws }) {
    const VpcId = requiredText(properties, "VpcId");
    const gatewayId = requiredText(properties, "InternetGatewayId");
    if ((await attachedTo(VpcId, aws)) !== gatewayId)
      await aws.ec2.attachInternetGateway({ VpcId, InternetGatewayId: gatewayId });
    return stateOf(VpcId);
  },

  async read(physicalId, { aws }) {
    const VpcId = physicalId.slice(`${TYPE}|`.length);
    const InternetGatewayId = await attachedTo(VpcId, aws);
    return InternetGatewayId === undefined ? undefined : { VpcId, InternetGatewayId };
  },

  async list({ aws }) {
    const defaults = await defaultVpcIds(aws);
    const all = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.ec2.describeInternetGateways({ NextToken });
      return { items: answer.InternetGateways, next: answer.NextToken };
    });
    return all.flatMap(({ Attachments = [] }) =>
      Attachments.flatMap(({ VpcId = "" }) => (defaults.includes(VpcId) ? [] : [{ AttachmentType: TYPE, VpcId }])),
    );
  },

  async update(physicalId, properties, _previous, { aws }) {
    const VpcId = requiredText(properties, "VpcId");
    const before = await attachedTo(VpcId, aws);
    const InternetGatewayId = requiredText(properties, "InternetGatewayId");
    if (before !== InternetGatewayId) {
      if (before !== undefined) await aws.ec2.detachInternetGateway({ VpcId, InternetGatewayId: before });
      await aws.ec2.attachInternetGateway({ VpcId, InternetGatewayId });
    }
    return { ...stateOf(VpcId), physicalId };
  },

  async delete(physicalId, _properties, { aws }) {
    const VpcId = physicalId.slice(`${TYPE}|`.length);
    const InternetGatewayId = await attachedTo(VpcId, aws);
    if (InternetGatewayId !== undefined)
      await ifThere(() => aws.ec2.detachInternetGateway({ VpcId, InternetGatewayId }));
  },
};

/** AWS: AttachmentType: "IGW" for internet gateways, "VGW" for those of VPNs. */
const TYPE = "IGW";

const stateOf = (VpcId: string): ResourceState => ({
  physicalId: `${TYPE}|${VpcId}`,
  attributes: { AttachmentType: TYPE },
});

async function attachedTo(vpcId: string, aws: ResourceContext["aws"]): Promise<string | undefined> {
  const { InternetGateways: [gateway] = [] } = await aws.ec2.describeInternetGateways({
    Filters: [{ Name: "attachment.vpc-id", Values: [vpcId] }],
  });
  return gateway?.InternetGatewayId;
}
