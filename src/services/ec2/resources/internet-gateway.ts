// AWS::EC2::InternetGateway.

import { everyPage } from "../../../service/pages.ts";
import type { ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { changeTags, defaultVpcIds, ifThere, madeByStep, shownTags, tagSpecifications } from "./properties.ts";

/** An internet gateway. Ref is its id. */
export const internetGatewayType: ResourceType = {
  typeName: "AWS::EC2::InternetGateway",
  properties: ["Tags"],

  async create(properties, context) {
    const { ec2 } = context.aws;
    const { InternetGateways: [present] = [] } = await ec2.describeInternetGateways({ Filters: madeByStep(context) });
    const TagSpecifications = tagSpecifications(properties, context, "internet-gateway");
    const made = present ?? (await ec2.createInternetGateway({ TagSpecifications })).InternetGateway;
    return stateOf(made?.InternetGatewayId ?? "");
  },

  async read(physicalId, { aws }) {
    const found = await ifThere(() => aws.ec2.describeInternetGateways({ InternetGatewayIds: [physicalId] }));
    const [gateway] = found?.InternetGateways ?? [];
    return gateway === undefined ? undefined : shownTags(gateway.Tags);
  },

  async list({ aws }) {
    const defaults = await defaultVpcIds(aws);
    const all = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.ec2.describeInternetGateways({ NextToken });
      return { items: answer.InternetGateways, next: answer.NextToken };
    });
    return all.flatMap(({ InternetGatewayId = "", Attachments = [] }) =>
      Attachments.some(({ VpcId = "" }) => defaults.includes(VpcId)) ? [] : [{ InternetGatewayId }],
    );
  },

  async update(physicalId, properties, previous, context) {
    await changeTags(physicalId, properties, previous, context);
    return stateOf(physicalId);
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.ec2.deleteInternetGateway({ InternetGatewayId: physicalId }));
  },
};

const stateOf = (InternetGatewayId: string): ResourceState => ({
  physicalId: InternetGatewayId,
  attributes: { InternetGatewayId },
});
