// AWS::EC2::RouteTable.

import { everyPage } from "../../../service/pages.ts";
import type { ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { changeTags, ifThere, requiredText, shownTags, stepTag, tagSpecifications } from "./properties.ts";

/** A route table. Ref is its id. */
export const routeTableType: ResourceType = {
  typeName: "AWS::EC2::RouteTable",
  properties: ["Tags", "VpcId"],

  async create(properties, context) {
    const { RouteTable: made } = await context.aws.ec2.createRouteTable({
      VpcId: requiredText(properties, "VpcId"),
      ClientToken: stepTag(context).Value,
      TagSpecifications: tagSpecifications(properties, context, "route-table"),
    });
    return stateOf(made?.RouteTableId ?? "");
  },

  async read(physicalId, { aws }) {
    const found = await ifThere(() => aws.ec2.describeRouteTables({ RouteTableIds: [physicalId] }));
    const [table] = found?.RouteTables ?? [];
    return table === undefined ? undefined : { VpcId: table.VpcId, ...shownTags(table.Tags) };
  },

  async list({ aws }) {
    const all = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.ec2.describeRouteTables({ NextToken });
      return { items: answer.RouteTables, next: answer.NextToken };
    });
    // The main one comes with its VPC.
    return all.flatMap(({ RouteTableId = "", Associations = [] }) =>
      Associations.some(({ Main }) => Main === true) ? [] : [{ RouteTableId }],
    );
  },

  async update(physicalId, properties, previous, context) {
    await changeTags(physicalId, properties, previous, context);
    return stateOf(physicalId);
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.ec2.deleteRouteTable({ RouteTableId: physicalId }));
  },
};

const stateOf = (RouteTableId: string): ResourceState => ({ physicalId: RouteTableId, attributes: { RouteTableId } });
