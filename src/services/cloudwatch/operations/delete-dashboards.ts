// DeleteDashboards: deletes dashboards, all of them or, where one is not there, none.

import type { DeleteDashboardsCommandInput, DeleteDashboardsCommandOutput } from "@aws-sdk/client-cloudwatch";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { dashboardNotFound, invalidValue } from "../errors.ts";
import { loadDashboard, removeDashboard } from "../repo.ts";

export const deleteDashboards = defineOperation<Input<DeleteDashboardsCommandInput>, DeleteDashboardsCommandOutput>(
  "DeleteDashboards",
  ({ DashboardNames }, context) => {
    // AWS: DeleteDashboards: "up to 100 dashboards".
    if (DashboardNames.length === 0 || DashboardNames.length > 100)
      throw invalidValue("DashboardNames must have between 1 and 100 names.");
    context.store.write((tx) => {
      for (const name of DashboardNames) {
        if (loadDashboard(tx, context, name) === undefined) throw dashboardNotFound(name);
        removeDashboard(tx, context, name);
      }
    });
    return {};
  },
);
