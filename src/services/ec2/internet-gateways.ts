// Internet gateways as answers show them.

import type { InternetGateway } from "@aws-sdk/client-ec2";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import type { FilterTable, Listed } from "./filters.ts";
import type { InternetGatewayRecord } from "./records.ts";
import { listAll } from "./repo.ts";
import { tagItems } from "./tags.ts";

/** AWS: InternetGateway in the API reference. */
export function showInternetGateway(scope: Scope, { id, vpcId, tags }: InternetGatewayRecord): InternetGateway {
  return {
    InternetGatewayId: id,
    OwnerId: scope.account,
    // AWS: InternetGatewayAttachment, State: "For an internet gateway, the state is available when attached to a VPC".
    Attachments: vpcId === undefined ? [] : [{ VpcId: vpcId, State: "available" as "attached" }],
    Tags: tagItems(tags),
  };
}

/** All internet gateways, to be listed. */
export function listInternetGateways(tx: ReadTx, scope: Scope): Listed<InternetGateway>[] {
  return listAll(tx, scope, "internet-gateway").map((gateway) => ({
    id: gateway.id,
    tags: gateway.tags,
    shape: showInternetGateway(scope, gateway),
  }));
}

/** AWS: DescribeInternetGateways, Filters. */
export const internetGatewayFilters: FilterTable<InternetGateway> = {
  "attachment.state": ({ Attachments = [] }) => Attachments.map(({ State }) => State),
  "attachment.vpc-id": ({ Attachments = [] }) => Attachments.map(({ VpcId }) => VpcId),
  "internet-gateway-id": (gateway) => gateway.InternetGatewayId,
  "owner-id": (gateway) => gateway.OwnerId,
};
