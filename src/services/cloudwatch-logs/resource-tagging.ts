// Log groups in the Resource Groups Tagging API.

import type { Tagging } from "../../service/tagging.ts";
import { logGroupArn } from "./log-group.ts";
import { listGroups } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "logs",
  *list(tx, scope) {
    for (const { logGroupName, tags } of listGroups(tx, scope, ""))
      yield { arn: logGroupArn(scope, logGroupName), tags };
  },
  tag: (aws, arn, tags) => aws.cloudWatchLogs.tagResource({ resourceArn: arn, tags: { ...tags } }),
  untag: (aws, arn, keys) => aws.cloudWatchLogs.untagResource({ resourceArn: arn, tagKeys: [...keys] }),
};
