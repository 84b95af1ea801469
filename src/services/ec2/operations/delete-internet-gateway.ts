// DeleteInternetGateway: removes a gateway that no VPC has.

import type { DeleteInternetGatewayCommandInput, DeleteInternetGatewayCommandOutput } from "@aws-sdk/client-ec2";
import { hasDependencies } from "../errors.ts";
import { need } from "../finding.ts";
import { changing } from "../operation.ts";
import { remove } from "../repo.ts";

export const deleteInternetGateway = changing<DeleteInternetGatewayCommandInput, DeleteInternetGatewayCommandOutput>(
  "DeleteInternetGateway",
  ({ InternetGatewayId }, tx, context) => {
    const gateway = need(tx, context, "internet-gateway", InternetGatewayId);
    if (gateway.vpcId !== undefined) throw hasDependencies("internetGateway", InternetGatewayId);
    remove(tx, context, "internet-gateway", InternetGatewayId);
  },
);
