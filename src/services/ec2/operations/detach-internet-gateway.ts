// DetachInternetGateway: takes a VPC's gateway, if none of its interfaces has a public address.

import type { DetachInternetGatewayCommandInput, DetachInternetGatewayCommandOutput } from "@aws-sdk/client-ec2";
import { ec2Error } from "../errors.ts";
import { need } from "../finding.ts";
import { changing } from "../operation.ts";
import { listAll, load, save } from "../repo.ts";

export const detachInternetGateway = changing<DetachInternetGatewayCommandInput, DetachInternetGatewayCommandOutput>(
  "DetachInternetGateway",
  ({ InternetGatewayId, VpcId }, tx, context) => {
    const { vpcId, ...gateway } = need(tx, context, "internet-gateway", InternetGatewayId);
    need(tx, context, "vpc", VpcId);
    // AWS: the wording is from memory.
    if (vpcId !== VpcId)
      throw ec2Error("Gateway.NotAttached", `resource ${InternetGatewayId} is not attached to network ${VpcId}`);
    const isHere = (interfaceId: string): boolean =>
      load(tx, context, "network-interface", interfaceId)?.vpcId === VpcId;
    // AWS: as reported by many.
    if (
      listAll(tx, context, "elastic-ip").some(
        ({ association }) => association !== undefined && isHere(association.interfaceId),
      )
    )
      throw ec2Error(
        "DependencyViolation",
        `Network ${VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
      );
    save(tx, context, "internet-gateway", gateway);
  },
);
