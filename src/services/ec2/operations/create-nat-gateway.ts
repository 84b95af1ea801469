// CreateNatGateway: a gateway with an interface in its subnet and, a public one, an Elastic IP address.

import type { CreateNatGatewayCommandInput, CreateNatGatewayCommandOutput } from "@aws-sdk/client-ec2";
import type { Context } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import { requireInternet } from "../addresses.ts";
import { ec2Error, invalidCombination, missingParameter } from "../errors.ts";
import { amend, need } from "../finding.ts";
import { newIds } from "../ids.ts";
import { makeInterface, takeAddresses } from "../interfaces.ts";
import { LIMITS } from "../limits.ts";
import { settleLater, showNatGateway } from "../nat-gateways.ts";
import { changing } from "../operation.ts";
import type { AddressRecord, NatGatewayRecord } from "../records.ts";
import { listAll, load, save } from "../repo.ts";
import { specifiedTags } from "../tags.ts";

export const createNatGateway = changing<CreateNatGatewayCommandInput, CreateNatGatewayCommandOutput>(
  "CreateNatGateway",
  (input, tx, context) => {
    const { SubnetId, AllocationId, ClientToken, ConnectivityType = "public" } = input;
    const { SecondaryAllocationIds = [], SecondaryPrivateIpAddresses = [] } = input;
    const tags = specifiedTags(input.TagSpecifications, "natgateway");
    const all = listAll(tx, context, "natgateway");
    const same = ClientToken === undefined ? undefined : all.find((one) => one.clientToken === ClientToken);
    if (same !== undefined) return { NatGateway: showNatGateway(same), ClientToken };
    if (SubnetId === undefined) throw missingParameter("subnetId");
    const subnet = need(tx, context, "subnet", SubnetId);
    const isPublic = ConnectivityType === "public";
    const allocations = [...(AllocationId === undefined ? [] : [AllocationId]), ...SecondaryAllocationIds];
    requireAllocations(isPublic, AllocationId, allocations);
    const elastic = allocations.map((id) => freeAddress(tx, context, id));
    if (isPublic) requireInternet(tx, context, subnet.vpcId);
    requireRoom(tx, context, all, subnet.zone);
    const makeId = newIds(context);
    const id = makeId("nat");
    const more = SecondaryAllocationIds.length - SecondaryPrivateIpAddresses.length;
    const made = makeInterface(
      tx,
      context,
      {
        subnet,
        groupIds: [],
        description: `Interface for NAT Gateway ${id}`,
        interfaceType: "nat_gateway",
        addresses: takeAddresses(
          tx,
          context,
          subnet,
          [...(input.PrivateIpAddress === undefined ? [] : [input.PrivateIpAddress]), ...SecondaryPrivateIpAddresses],
          (input.PrivateIpAddress === undefined ? 1 : 0) + (input.SecondaryPrivateIpAddressCount ?? Math.max(more, 0)),
        ),
        requesterId: "amazon-aws",
        use: { attachmentId: makeId("ela-attach"), ownerId: "amazon-aws", resourceId: id },
      },
      makeId,
    );
    const [privateIp = "", ...secondaryIps] = made.addresses;
    const associations = elastic.map(({ id: allocationId, publicIp }, at) => {
      const associationId = makeId("eipassoc");
      const address = made.addresses[at] ?? privateIp;
      amend(tx, context, "elastic-ip", allocationId, {
        association: { id: associationId, interfaceId: made.id, privateIp: address },
      });
      return { allocationId, publicIp, associationId, privateIp: address };
    });
    const nat: NatGatewayRecord = {
      v: 1,
      id,
      tags,
      createdAtMs: context.clock.nowMs(),
      ...(ClientToken !== undefined && { clientToken: ClientToken }),
      vpcId: subnet.vpcId,
      subnetId: SubnetId,
      isPublic,
      state: "pending",
      interfaceId: made.id,
      privateIp,
      secondaryIps,
      elastic: associations,
    };
    save(tx, context, "natgateway", nat);
    settleLater(tx, context, id);
    return { NatGateway: showNatGateway(nat), ...(ClientToken !== undefined && { ClientToken }) };
  },
);

function requireAllocations(isPublic: boolean, primary: string | undefined, all: readonly string[]): void {
  if (isPublic && primary === undefined) throw missingParameter("allocationId");
  // AWS: the wording is from memory.
  if (!isPublic && all.length > 0)
    throw invalidCombination("AllocationId cannot be specified for NAT gateways with connectivity type private");
}

function freeAddress(tx: WriteTx, context: Context, allocationId: string): AddressRecord {
  const address = need(tx, context, "elastic-ip", allocationId);
  // AWS: as reported by many.
  if (address.association !== undefined)
    throw ec2Error(
      "Resource.AlreadyAssociated",
      `resource ${allocationId} is already associated with associate-id ${address.association.id}`,
    );
  return address;
}

function requireRoom(tx: WriteTx, context: Context, all: readonly NatGatewayRecord[], zone: string): void {
  const inZone = all.filter(
    ({ state, subnetId }) =>
      (state === "pending" || state === "available" || state === "deleting") &&
      load(tx, context, "subnet", subnetId)?.zone === zone,
  );
  // AWS: as reported by many.
  if (inZone.length >= LIMITS.natGatewaysOfZone)
    throw ec2Error(
      "NatGatewayLimitExceeded",
      `Performing this operation would exceed the limit of ${LIMITS.natGatewaysOfZone} NAT gateways`,
    );
}
