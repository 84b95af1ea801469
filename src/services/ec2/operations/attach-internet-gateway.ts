// AttachInternetGateway: gives a VPC its one gateway.

import type { AttachInternetGatewayCommandInput, AttachInternetGatewayCommandOutput } from "@aws-sdk/client-ec2";
import { ec2Error, invalidParameterValue } from "../errors.ts";
import { need } from "../finding.ts";
import { changing } from "../operation.ts";
import { listAll, save } from "../repo.ts";

export const attachInternetGateway = changing<AttachInternetGatewayCommandInput, AttachInternetGatewayCommandOutput>(
  "AttachInternetGateway",
  ({ InternetGatewayId, VpcId }, tx, context) => {
    const gateway = need(tx, context, "internet-gateway", InternetGatewayId);
    need(tx, context, "vpc", VpcId);
    // AWS: as reported by many.
    if (gateway.vpcId !== undefined)
      throw ec2Error(
        "Resource.AlreadyAssociated",
        `resource ${InternetGatewayId} is already attached to network ${gateway.vpcId}`,
      );
    if (listAll(tx, context, "internet-gateway").some(({ vpcId }) => vpcId === VpcId))
      throw invalidParameterValue(`Network ${VpcId} already has an internet gateway attached`);
    save(tx, context, "internet-gateway", { ...gateway, vpcId: VpcId });
  },
);
