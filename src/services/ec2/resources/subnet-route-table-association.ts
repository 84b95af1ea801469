// AWS::EC2::SubnetRouteTableAssociation.

import { everyPage } from "../../../service/pages.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import { ifThere, requiredText } from "./properties.ts";

/** A subnet's route table. Ref is the association's id. */
export const subnetRouteTableAssociationType: ResourceType = {
  typeName: "AWS::EC2::SubnetRouteTableAssociation",
  properties: ["RouteTableId", "SubnetId"],
  keptNotEnforced: { RouteTableId: "decides where packets of the subnet go" },

  async create(properties, { aws }) {
    const { AssociationId: Id = "" } = await aws.ec2.associateRouteTable({
      RouteTableId: requiredText(properties, "RouteTableId"),
      SubnetId: requiredText(properties, "SubnetId"),
    });
    return { physicalId: Id, attributes: { Id } };
  },

  async read(physicalId, { aws }) {
    const { RouteTables: [table] = [] } = await aws.ec2.describeRouteTables({
      Filters: [{ Name: "association.route-table-association-id", Values: [physicalId] }],
    });
    const found = table?.Associations?.find(({ RouteTableAssociationId: id }) => id === physicalId);
    return found === undefined ? undefined : { RouteTableId: found.RouteTableId, SubnetId: found.SubnetId };
  },

  async list({ aws }) {
    const all = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.ec2.describeRouteTables({ NextToken });
      return { items: answer.RouteTables, next: answer.NextToken };
    });
    return all.flatMap(({ Associations = [] }) =>
      Associations.flatMap(({ SubnetId, RouteTableAssociationId: Id = "" }) =>
        SubnetId === undefined ? [] : [{ Id }],
      ),
    );
  },

  attributesOf: (Id) => ({ Id }),

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.ec2.disassociateRouteTable({ AssociationId: physicalId }));
  },
};
