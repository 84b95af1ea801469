// GetHostedZone: a zone and its name servers.

import type { GetHostedZoneCommandInput, GetHostedZoneCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { delegationSet, requireZone, zoneShape } from "../zones.ts";

export const getHostedZone = defineOperation<Input<GetHostedZoneCommandInput>, GetHostedZoneCommandOutput>(
  "GetHostedZone",
  (input, context) => {
    const zone = context.store.read((tx) => requireZone(tx, context, input.Id));
    return { HostedZone: zoneShape(zone), DelegationSet: delegationSet(zone) };
  },
);
