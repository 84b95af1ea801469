// DisassociateAddress: takes an Elastic IP address from its interface.

import type { DisassociateAddressCommandInput, DisassociateAddressCommandOutput } from "@aws-sdk/client-ec2";
import { ec2Error, missingParameter } from "../errors.ts";
import { changing } from "../operation.ts";
import { listAll, load, save } from "../repo.ts";

export const disassociateAddress = changing<DisassociateAddressCommandInput, DisassociateAddressCommandOutput>(
  "DisassociateAddress",
  ({ AssociationId, PublicIp }, tx, context) => {
    if (AssociationId === undefined && PublicIp === undefined) throw missingParameter("associationId");
    const found = listAll(tx, context, "elastic-ip").find(({ association, publicIp }) =>
      AssociationId === undefined ? publicIp === PublicIp : association?.id === AssociationId,
    );
    // AWS: the wording is from memory.
    if (found === undefined || found.association === undefined)
      throw ec2Error(
        "InvalidAssociationID.NotFound",
        `The association ID '${AssociationId ?? PublicIp}' does not exist`,
      );
    const { association, ...free } = found;
    // AWS: from memory, for addresses of NAT gateways.
    if (load(tx, context, "network-interface", association.interfaceId)?.interfaceType === "nat_gateway")
      throw ec2Error("AuthFailure", "You do not have permission to access the specified resource.", 403);
    save(tx, context, "elastic-ip", free);
  },
);
