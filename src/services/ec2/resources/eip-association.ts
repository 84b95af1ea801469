// AWS::EC2::EIPAssociation.

import type { ResourceType } from "../../../service/resource-type.ts";
import { ifThere, textOf } from "./properties.ts";

/** An Elastic IP address on a network interface. Ref is the association's id. */
export const eipAssociationType: ResourceType = {
  typeName: "AWS::EC2::EIPAssociation",
  properties: ["AllocationId", "EIP", "NetworkInterfaceId", "PrivateIpAddress"],
  keptNotEnforced: { NetworkInterfaceId: "makes the interface reachable at the address" },

  async create(properties, { aws }) {
    const { AssociationId: Id = "" } = await aws.ec2.associateAddress({
      AllocationId: textOf(properties, "AllocationId"),
      PublicIp: textOf(properties, "EIP"),
      NetworkInterfaceId: textOf(properties, "NetworkInterfaceId"),
      PrivateIpAddress: textOf(properties, "PrivateIpAddress"),
      // Its replacement has the address before it goes itself.
      AllowReassociation: true,
    });
    return { physicalId: Id, attributes: { Id } };
  },

  async read(physicalId, { aws }, known = {}) {
    const { Addresses: [address] = [] } = await aws.ec2.describeAddresses({
      Filters: [{ Name: "association-id", Values: [physicalId] }],
    });
    if (address === undefined) return undefined;
    const { AllocationId, PublicIp, NetworkInterfaceId, PrivateIpAddress } = address;
    const named = known["EIP"] === undefined ? { AllocationId } : { EIP: PublicIp };
    return { ...named, NetworkInterfaceId, PrivateIpAddress };
  },

  async list({ aws }) {
    const { Addresses = [] } = await aws.ec2.describeAddresses({});
    const { NatGateways = [] } = await aws.ec2.describeNatGateways({});
    const ofGateways = NatGateways.flatMap(({ NatGatewayAddresses = [] }) =>
      NatGatewayAddresses.map(({ AssociationId }) => AssociationId),
    );
    return Addresses.flatMap(({ AssociationId }) =>
      AssociationId === undefined || ofGateways.includes(AssociationId) ? [] : [{ Id: AssociationId }],
    );
  },

  attributesOf: (Id) => ({ Id }),

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.ec2.disassociateAddress({ AssociationId: physicalId }));
  },
};
