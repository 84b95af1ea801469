// AssociateAddress: gives an Elastic IP address to a network interface.

import type { AssociateAddressCommandInput, AssociateAddressCommandOutput } from "@aws-sdk/client-ec2";
import { requireAddress, requireInternet } from "../addresses.ts";
import { ec2Error, invalidValue, missingParameter } from "../errors.ts";
import { need } from "../finding.ts";
import { newIds } from "../ids.ts";
import { changing } from "../operation.ts";
import { listAll, save } from "../repo.ts";

export const associateAddress = changing<AssociateAddressCommandInput, AssociateAddressCommandOutput>(
  "AssociateAddress",
  (input, tx, context) => {
    const { InstanceId, NetworkInterfaceId, AllowReassociation = false } = input;
    const address = requireAddress(tx, context, input);
    if (InstanceId !== undefined)
      throw ec2Error("InvalidInstanceID.NotFound", `The instance ID '${InstanceId}' does not exist`);
    if (NetworkInterfaceId === undefined) throw missingParameter("instanceId or networkInterfaceId");
    const one = need(tx, context, "network-interface", NetworkInterfaceId);
    requireInternet(tx, context, one.vpcId);
    const privateIp = input.PrivateIpAddress ?? one.addresses[0] ?? "";
    if (!one.addresses.includes(privateIp))
      throw invalidValue(privateIp, "privateIpAddress", "It is not an address of the network interface.");
    const present = address.association;
    const isSame = present?.interfaceId === one.id && present.privateIp === privateIp;
    if (isSame) return { AssociationId: present.id };
    // AWS: as reported by many.
    if (present !== undefined && !AllowReassociation)
      throw ec2Error(
        "Resource.AlreadyAssociated",
        `resource ${address.id} is already associated with associate-id ${present.id}`,
      );
    const holder = listAll(tx, context, "elastic-ip").find(
      ({ association }) => association?.interfaceId === one.id && association.privateIp === privateIp,
    );
    if (holder !== undefined) {
      // AWS: AllowReassociation: "associating an Elastic IP address with a network interface that has one" is an error without it.
      if (!AllowReassociation)
        throw ec2Error(
          "Resource.AlreadyAssociated",
          `resource ${one.id} is already associated with associate-id ${holder.association?.id}`,
        );
      const { association: _gone, ...free } = holder;
      save(tx, context, "elastic-ip", free);
    }
    const id = newIds(context)("eipassoc");
    save(tx, context, "elastic-ip", { ...address, association: { id, interfaceId: one.id, privateIp } });
    return { AssociationId: id };
  },
);
