// Scalable targets in the Resource Groups Tagging API.

import type { Tagging } from "../../service/tagging.ts";
import { targetArn } from "./names.ts";
import { listTargets } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "application-autoscaling",
  *list(tx, scope) {
    for (const { id, tags } of listTargets(tx, scope)) yield { arn: targetArn(scope, id), tags };
  },
  tag: (aws, arn, tags) => aws.applicationAutoScaling.tagResource({ ResourceARN: arn, Tags: { ...tags } }),
  untag: (aws, arn, keys) => aws.applicationAutoScaling.untagResource({ ResourceARN: arn, TagKeys: [...keys] }),
};
