// DisassociateRouteTable: a subnet has the VPC's main table again.

import type { DisassociateRouteTableCommandInput, DisassociateRouteTableCommandOutput } from "@aws-sdk/client-ec2";
import { invalidParameterValue } from "../errors.ts";
import { changing } from "../operation.ts";
import { save } from "../repo.ts";
import { requireAssociation } from "../route-tables.ts";

export const disassociateRouteTable = changing<DisassociateRouteTableCommandInput, DisassociateRouteTableCommandOutput>(
  "DisassociateRouteTable",
  ({ AssociationId }, tx, context) => {
    const table = requireAssociation(tx, context, AssociationId);
    // AWS: the wording is from memory.
    if (table.mainAssociationId === AssociationId)
      throw invalidParameterValue(`cannot disassociate the main route table association ${AssociationId}`);
    const associations = table.associations.filter(({ id }) => id !== AssociationId);
    save(tx, context, "route-table", { ...table, associations });
  },
);
