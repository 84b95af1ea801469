// DeleteSubnet: removes a subnet that no network interface is in any more.

import type { DeleteSubnetCommandInput, DeleteSubnetCommandOutput } from "@aws-sdk/client-ec2";
import { hasDependencies } from "../errors.ts";
import { need } from "../finding.ts";
import { changing } from "../operation.ts";
import { listAll, remove, save } from "../repo.ts";

export const deleteSubnet = changing<DeleteSubnetCommandInput, DeleteSubnetCommandOutput>(
  "DeleteSubnet",
  ({ SubnetId }, tx, context) => {
    need(tx, context, "subnet", SubnetId);
    const isHere = ({ subnetId }: { readonly subnetId: string }): boolean => subnetId === SubnetId;
    if (
      listAll(tx, context, "network-interface").some(isHere) ||
      listAll(tx, context, "natgateway").some((nat) => isHere(nat) && nat.state !== "deleted")
    )
      throw hasDependencies("subnet", SubnetId);
    for (const table of listAll(tx, context, "route-table")) {
      const associations = table.associations.filter(({ subnetId }) => subnetId !== SubnetId);
      if (associations.length < table.associations.length) save(tx, context, "route-table", { ...table, associations });
    }
    remove(tx, context, "subnet", SubnetId);
  },
);
