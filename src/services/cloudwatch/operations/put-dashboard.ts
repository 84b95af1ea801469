// PutDashboard: makes a dashboard, or replaces all of it.

import type { PutDashboardCommandInput, PutDashboardCommandOutput } from "@aws-sdk/client-cloudwatch";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireDashboardBody, requireDashboardName } from "../dashboard.ts";
import { loadDashboard, saveDashboard } from "../repo.ts";
import { parseTags } from "../tags.ts";

export const putDashboard = defineOperation<Input<PutDashboardCommandInput>, PutDashboardCommandOutput>(
  "PutDashboard",
  ({ DashboardName: name, DashboardBody: body, Tags }, context) => {
    requireDashboardName(name);
    requireDashboardBody(body);
    context.store.write((tx) => {
      const before = loadDashboard(tx, context, name);
      const modifiedAtMs = context.clock.nowMs();
      // AWS: PutDashboard, Tags: for new dashboards only.
      saveDashboard(tx, context, { v: 1, name, body, modifiedAtMs, tags: before?.tags ?? parseTags(Tags) });
    });
    return { DashboardValidationMessages: [] };
  },
);
