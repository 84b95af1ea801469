// Alarms and dashboards in the Resource Groups Tagging API.

import { type Tagging, tagList } from "../../service/tagging.ts";
import { alarmArn, dashboardArn } from "./names.ts";
import { listAlarms, listDashboards } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "cloudwatch",
  *list(tx, scope) {
    for (const { name, tags } of listAlarms(tx, scope)) yield { arn: alarmArn(scope, name), tags };
    // What belongs to no region is listed in the first one.
    if (scope.region !== "us-east-1") return;
    for (const { name, tags } of listDashboards(tx, scope)) yield { arn: dashboardArn(scope, name), tags };
  },
  tag: (aws, arn, tags) => aws.cloudWatch.tagResource({ ResourceARN: arn, Tags: tagList(tags) }),
  untag: (aws, arn, keys) => aws.cloudWatch.untagResource({ ResourceARN: arn, TagKeys: [...keys] }),
};
