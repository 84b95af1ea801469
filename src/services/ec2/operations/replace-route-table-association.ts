// ReplaceRouteTableAssociation: another table for a subnet, or another main table for the VPC.

import type {
  ReplaceRouteTableAssociationCommandInput,
  ReplaceRouteTableAssociationCommandOutput,
} from "@aws-sdk/client-ec2";
import { differentNetworks } from "../errors.ts";
import { need } from "../finding.ts";
import { newIds } from "../ids.ts";
import { changing } from "../operation.ts";
import { save } from "../repo.ts";
import { requireAssociation } from "../route-tables.ts";

export const replaceRouteTableAssociation = changing<
  ReplaceRouteTableAssociationCommandInput,
  ReplaceRouteTableAssociationCommandOutput
>("ReplaceRouteTableAssociation", ({ AssociationId, RouteTableId }, tx, context) => {
  const from = requireAssociation(tx, context, AssociationId);
  const to = need(tx, context, "route-table", RouteTableId);
  if (from.vpcId !== to.vpcId) throw differentNetworks(`route table ${from.id}`, `route table ${to.id}`);
  const id = newIds(context)("rtbassoc");
  const answer = { NewAssociationId: id, AssociationState: { State: "associated" } } as const;
  if (from.mainAssociationId === AssociationId) {
    const { mainAssociationId: _gone, ...before } = from;
    save(tx, context, "route-table", before);
    save(tx, context, "route-table", { ...need(tx, context, "route-table", to.id), mainAssociationId: id });
    return answer;
  }
  const moved = from.associations.find((one) => one.id === AssociationId);
  const others = from.associations.filter((one) => one !== moved);
  save(tx, context, "route-table", { ...from, associations: others });
  const now = need(tx, context, "route-table", to.id);
  save(tx, context, "route-table", { ...now, associations: [...now.associations, { ...moved, id }] });
  return answer;
});
