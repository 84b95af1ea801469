// Pipes in the Resource Groups Tagging API.

import type { Tagging } from "../../service/tagging.ts";
import { pipeArn } from "./names.ts";
import { listPipes } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "pipes",
  *list(tx, scope) {
    for (const { name, tags } of listPipes(tx, scope)) yield { arn: pipeArn(scope, name), tags };
  },
  tag: (aws, arn, tags) => aws.pipes.tagResource({ resourceArn: arn, tags: { ...tags } }),
  untag: (aws, arn, keys) => aws.pipes.untagResource({ resourceArn: arn, tagKeys: [...keys] }),
};
