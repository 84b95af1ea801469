// GetHostedZoneLimit: how many record sets a zone may have, and has.

import type { GetHostedZoneLimitCommandInput, GetHostedZoneLimitCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { hostedZoneNotPrivate } from "../errors.ts";
import { MOST_RECORD_SETS } from "../quotas.ts";
import { requireZone } from "../zones.ts";

export const getHostedZoneLimit = defineOperation<
  Input<GetHostedZoneLimitCommandInput>,
  GetHostedZoneLimitCommandOutput
>("GetHostedZoneLimit", (input, context) => {
  const zone = context.store.read((tx) => requireZone(tx, context, input.HostedZoneId));
  if (input.Type !== "MAX_RRSETS_BY_ZONE") throw hostedZoneNotPrivate(zone.id);
  return { Limit: { Type: input.Type, Value: MOST_RECORD_SETS }, Count: zone.recordSetCount };
});
