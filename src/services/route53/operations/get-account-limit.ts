// GetAccountLimit: how many of a kind the account may have, and has.

import type { GetAccountLimitCommandInput, GetAccountLimitCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import {
  MOST_HEALTH_CHECKS,
  MOST_REUSABLE_DELEGATION_SETS,
  MOST_TRAFFIC_POLICIES,
  MOST_TRAFFIC_POLICY_INSTANCES,
  MOST_ZONES,
} from "../quotas.ts";
import { listHealthChecks, listZones } from "../repo.ts";

export const getAccountLimit = defineOperation<Input<GetAccountLimitCommandInput>, GetAccountLimitCommandOutput>(
  "GetAccountLimit",
  ({ Type: type }, context) => {
    const count = context.store.read((tx) => {
      if (type === "MAX_HOSTED_ZONES_BY_OWNER") return [...listZones(tx, context)].length;
      return type === "MAX_HEALTH_CHECKS_BY_OWNER" ? [...listHealthChecks(tx, context)].length : 0;
    });
    return { Limit: { Type: type, Value: LIMITS[type] }, Count: count };
  },
);

const LIMITS: Readonly<Record<Input<GetAccountLimitCommandInput>["Type"], number>> = {
  MAX_HEALTH_CHECKS_BY_OWNER: MOST_HEALTH_CHECKS,
  MAX_HOSTED_ZONES_BY_OWNER: MOST_ZONES,
  MAX_REUSABLE_DELEGATION_SETS_BY_OWNER: MOST_REUSABLE_DELEGATION_SETS,
  MAX_TRAFFIC_POLICIES_BY_OWNER: MOST_TRAFFIC_POLICIES,
  MAX_TRAFFIC_POLICY_INSTANCES_BY_OWNER: MOST_TRAFFIC_POLICY_INSTANCES,
};
