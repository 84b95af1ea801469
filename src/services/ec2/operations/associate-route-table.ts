// AssociateRouteTable: gives a subnet, or an internet gateway, a table of its own.

import type { AssociateRouteTableCommandInput, AssociateRouteTableCommandOutput } from "@aws-sdk/client-ec2";
import { ec2Error, invalidCombination, invalidParameterValue, missingParameter } from "../errors.ts";
import { need } from "../finding.ts";
import { newIds } from "../ids.ts";
import { changing } from "../operation.ts";
import type { RouteAssociationRecord } from "../records.ts";
import { listAll, save } from "../repo.ts";

export const associateRouteTable = changing<AssociateRouteTableCommandInput, AssociateRouteTableCommandOutput>(
  "AssociateRouteTable",
  ({ RouteTableId, SubnetId, GatewayId }, tx, context) => {
    const table = need(tx, context, "route-table", RouteTableId);
    if (SubnetId === undefined && GatewayId === undefined) throw missingParameter("subnetId");
    if (SubnetId !== undefined && GatewayId !== undefined)
      throw invalidCombination("The parameters subnetId and gatewayId cannot be used together");
    const vpcId =
      SubnetId === undefined
        ? need(tx, context, "internet-gateway", GatewayId ?? "").vpcId
        : need(tx, context, "subnet", SubnetId).vpcId;
    // AWS: the wording is from memory.
    if (vpcId !== table.vpcId)
      throw invalidParameterValue(
        `route table ${RouteTableId} and ${SubnetId === undefined ? "gateway" : "subnet"} ${SubnetId ?? GatewayId} belong to different networks`,
      );
    const isSame = (one: RouteAssociationRecord): boolean => one.subnetId === SubnetId && one.gatewayId === GatewayId;
    const present = listAll(tx, context, "route-table").flatMap((each) =>
      each.associations.filter(isSame).map((association) => ({ tableId: each.id, association })),
    )[0];
    const AssociationState = { State: "associated" } as const;
    if (present?.tableId === RouteTableId) return { AssociationId: present.association.id, AssociationState };
    // AWS: as reported by many.
    if (present !== undefined)
      throw ec2Error(
        "Resource.AlreadyAssociated",
        `the specified association for route table ${RouteTableId} conflicts with an existing association`,
      );
    const id = newIds(context)("rtbassoc");
    const place = SubnetId === undefined ? { gatewayId: GatewayId ?? "" } : { subnetId: SubnetId };
    save(tx, context, "route-table", { ...table, associations: [...table.associations, { id, ...place }] });
    return { AssociationId: id, AssociationState };
  },
);
