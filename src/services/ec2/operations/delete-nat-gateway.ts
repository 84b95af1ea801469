// DeleteNatGateway: begins to delete a gateway; its parts are free when that is done.

import type { DeleteNatGatewayCommandInput, DeleteNatGatewayCommandOutput } from "@aws-sdk/client-ec2";
import { need } from "../finding.ts";
import { settleLater } from "../nat-gateways.ts";
import { changing } from "../operation.ts";
import { save } from "../repo.ts";

export const deleteNatGateway = changing<DeleteNatGatewayCommandInput, DeleteNatGatewayCommandOutput>(
  "DeleteNatGateway",
  ({ NatGatewayId }, tx, context) => {
    const nat = need(tx, context, "natgateway", NatGatewayId);
    if (nat.state === "pending" || nat.state === "available") {
      save(tx, context, "natgateway", { ...nat, state: "deleting" });
      settleLater(tx, context, NatGatewayId);
    }
    return { NatGatewayId };
  },
);
