// GetConnection: who is connected, and since when.

import type { GetConnectionCommandInput, GetConnectionCommandOutput } from "@aws-sdk/client-apigatewaymanagementapi";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireConnection } from "./finding.ts";

export const getConnection = defineOperation<Input<GetConnectionCommandInput>, GetConnectionCommandOutput>(
  "GetConnection",
  ({ ConnectionId }, context) => {
    const { facts, lastActiveAtMs } = requireConnection(context, ConnectionId);
    const { sourceIp, userAgent } = facts.identity;
    return {
      ConnectedAt: new Date(facts.connectedAtMs),
      Identity: { SourceIp: sourceIp, UserAgent: userAgent },
      LastActiveAt: new Date(lastActiveAtMs),
    };
  },
);
