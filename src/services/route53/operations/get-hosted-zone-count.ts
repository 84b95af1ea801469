// GetHostedZoneCount: how many zones the account has.

import type { GetHostedZoneCountCommandInput, GetHostedZoneCountCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { listZones } from "../repo.ts";

export const getHostedZoneCount = defineOperation<
  Input<GetHostedZoneCountCommandInput>,
  GetHostedZoneCountCommandOutput
>("GetHostedZoneCount", (_input, context) => ({
  HostedZoneCount: context.store.read((tx) => [...listZones(tx, context)].length),
}));
