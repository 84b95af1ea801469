// CreateNetworkInterface: an interface in a subnet; Lambda's own are made by Lambda.

import type { CreateNetworkInterfaceCommandInput, CreateNetworkInterfaceCommandOutput } from "@aws-sdk/client-ec2";
import type { Context } from "../../../service/context.ts";
import { invalidValue } from "../errors.ts";
import { need } from "../finding.ts";
import { newIds } from "../ids.ts";
import { makeInterface, requireGroups, showInterface } from "../interfaces.ts";
import { changing } from "../operation.ts";
import type { NetworkInterfaceRecord } from "../records.ts";
import { listAll } from "../repo.ts";
import { specifiedTags } from "../tags.ts";

export const createNetworkInterface = changing<CreateNetworkInterfaceCommandInput, CreateNetworkInterfaceCommandOutput>(
  "CreateNetworkInterface",
  (input, tx, context) => {
    const { SubnetId, Description: description = "", ClientToken: clientToken, PrivateIpAddresses = [] } = input;
    const tags = specifiedTags(input.TagSpecifications, "network-interface");
    const all = listAll(tx, context, "network-interface");
    const same = clientToken === undefined ? undefined : all.find((one) => one.clientToken === clientToken);
    if (same !== undefined) return { NetworkInterface: showInterface(tx, context, same), ClientToken: clientToken };
    const subnet = need(tx, context, "subnet", SubnetId);
    const groupIds = requireGroups(tx, context, subnet.vpcId, input.Groups);
    // AWS: PrivateIpAddress is the primary one; in a list, the one that says so.
    const listed = PrivateIpAddresses.toSorted((one, other) => Number(other.Primary) - Number(one.Primary));
    const addresses = [
      ...(input.PrivateIpAddress === undefined ? [] : [input.PrivateIpAddress]),
      ...listed.flatMap(({ PrivateIpAddress }) => PrivateIpAddress ?? []),
    ];
    const made = makeInterface(
      tx,
      context,
      {
        subnet,
        groupIds,
        description,
        addresses,
        more: input.SecondaryPrivateIpAddressCount ?? 0,
        clientToken,
        tags,
        ...ofLambda(input.InterfaceType, context),
      },
      newIds(context),
    );
    return {
      // AWS: from memory: the answer is given before the interface is available.
      NetworkInterface: { ...showInterface(tx, context, made), Status: "pending" as "available" },
      ...(clientToken !== undefined && { ClientToken: clientToken }),
    };
  },
);

/** AWS: InterfaceType: customers can ask for efa, efa-only, trunk; those of functions are Lambda's to make. */
function ofLambda(type: string | undefined, { principal }: Context): Partial<NetworkInterfaceRecord> {
  if (type === undefined) return {};
  if (type !== "lambda" || principal.kind !== "service" || principal.service !== "lambda.amazonaws.com")
    throw invalidValue(type, "InterfaceType", "Only interfaces of the default type can be made here.");
  const requesterId = "aws-lambda";
  return {
    interfaceType: "lambda",
    requesterId,
    use: { attachmentId: "ela-attach-lambda", ownerId: "amazon-aws" },
  };
}
