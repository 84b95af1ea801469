// Streams and consumers in the Resource Groups Tagging API.

import type { Scope } from "../../service/context.ts";
import type { Tagging } from "../../service/tagging.ts";
import { consumerArn, streamArn } from "./names.ts";
import { listConsumers, listStreams } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "kinesis",
  resourceType: "stream",
  *list(tx, scope: Scope) {
    for (const { name, tags } of listStreams(tx, scope)) yield { arn: streamArn(scope, name), tags };
    for (const consumer of listConsumers(tx, scope)) yield { arn: consumerArn(scope, consumer), tags: consumer.tags };
  },
  tag: (aws, arn, tags) => aws.kinesis.tagResource({ ResourceARN: arn, Tags: { ...tags } }),
  untag: (aws, arn, keys) => aws.kinesis.untagResource({ ResourceARN: arn, TagKeys: [...keys] }),
};
