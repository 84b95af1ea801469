// Delivery streams in the Resource Groups Tagging API.

import type { Tagging } from "../../service/tagging.ts";
import { deliveryStreamArn } from "./names.ts";
import { listStreams } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "firehose",
  resourceType: "deliverystream",
  *list(tx, scope) {
    for (const { name, tags } of listStreams(tx, scope)) yield { arn: deliveryStreamArn(scope, name), tags };
  },
  tag: (aws, arn, tags) =>
    aws.firehose.tagDeliveryStream({
      DeliveryStreamName: nameOf(arn),
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  untag: (aws, arn, keys) => aws.firehose.untagDeliveryStream({ DeliveryStreamName: nameOf(arn), TagKeys: [...keys] }),
};

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
