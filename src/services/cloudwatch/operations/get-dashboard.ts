// GetDashboard: a dashboard's body.

import type { GetDashboardCommandInput, GetDashboardCommandOutput } from "@aws-sdk/client-cloudwatch";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireDashboardName } from "../dashboard.ts";
import { dashboardNotFound } from "../errors.ts";
import { dashboardArn } from "../names.ts";
import { loadDashboard } from "../repo.ts";

export const getDashboard = defineOperation<Input<GetDashboardCommandInput>, GetDashboardCommandOutput>(
  "GetDashboard",
  ({ DashboardName }, context) => {
    requireDashboardName(DashboardName);
    const dashboard = context.store.read((tx) => loadDashboard(tx, context, DashboardName));
    if (dashboard === undefined) throw dashboardNotFound(DashboardName);
    return { DashboardName, DashboardArn: dashboardArn(context, DashboardName), DashboardBody: dashboard.body };
  },
);
