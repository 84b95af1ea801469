// GetHealthCheckCount: how many health checks the account has.

import type { GetHealthCheckCountCommandInput, GetHealthCheckCountCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { listHealthChecks } from "../repo.ts";

export const getHealthCheckCount = defineOperation<
  Input<GetHealthCheckCountCommandInput>,
  GetHealthCheckCountCommandOutput
>("GetHealthCheckCount", (_input, context) => ({
  HealthCheckCount: context.store.read((tx) => [...listHealthChecks(tx, context)].length),
}));
