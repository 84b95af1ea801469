// ListTagsForDeliveryStream: a stream's tags by their keys.

import type {
  ListTagsForDeliveryStreamCommandInput,
  ListTagsForDeliveryStreamCommandOutput,
} from "@aws-sdk/client-firehose";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { requireStream } from "../streams.ts";

export const listTagsForDeliveryStream = defineOperation<
  Input<ListTagsForDeliveryStreamCommandInput>,
  ListTagsForDeliveryStreamCommandOutput
>("ListTagsForDeliveryStream", (input, context) => {
  const { DeliveryStreamName: name, ExclusiveStartTagKey: after, Limit: limit = LIMITS.tags } = input;
  const { tags } = requireStream(context, name);
  const all = Object.entries(tags)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .filter(([key]) => after === undefined || key > after);
  return {
    Tags: all.slice(0, limit).map(([Key, Value]) => ({ Key, Value })),
    HasMoreTags: all.length > limit,
  };
});
