// CreateInternetGateway: makes a gateway that no VPC has yet.

import type { CreateInternetGatewayCommandInput, CreateInternetGatewayCommandOutput } from "@aws-sdk/client-ec2";
import { limitExceeded } from "../errors.ts";
import { newIds } from "../ids.ts";
import { showInternetGateway } from "../internet-gateways.ts";
import { LIMITS } from "../limits.ts";
import { changing } from "../operation.ts";
import type { InternetGatewayRecord } from "../records.ts";
import { listAll, save } from "../repo.ts";
import { specifiedTags } from "../tags.ts";

export const createInternetGateway = changing<CreateInternetGatewayCommandInput, CreateInternetGatewayCommandOutput>(
  "CreateInternetGateway",
  ({ TagSpecifications }, tx, context) => {
    const tags = specifiedTags(TagSpecifications, "internet-gateway");
    if (listAll(tx, context, "internet-gateway").length >= LIMITS.internetGateways)
      throw limitExceeded("InternetGatewayLimitExceeded", "internet gateways");
    const gateway: InternetGatewayRecord = {
      v: 1,
      id: newIds(context)("igw"),
      tags,
      createdAtMs: context.clock.nowMs(),
    };
    save(tx, context, "internet-gateway", gateway);
    return { InternetGateway: showInternetGateway(context, gateway) };
  },
);
