// GetHostedZoneCount: how many zones the account has.

import type { GetHostedZoneCountCommandOutput } from "@aws-sdk/client-route-53";
import { defineOperation } from "../../../service/service.ts";
import { listZones } from "../repo.ts";

export const getHostedZoneCount = defineOperation<object, GetHostedZoneCountCommandOutput>(
  "GetHostedZoneCount",
  (_input, context) => ({
    HostedZoneCount: context.store.read((tx) => [...listZones(tx, context)].length),
  }),
);
