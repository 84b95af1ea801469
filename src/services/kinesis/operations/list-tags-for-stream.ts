// ListTagsForStream: a stream's tags, in the order of their keys.

import type { ListTagsForStreamCommandInput, ListTagsForStreamCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireStream } from "../streams.ts";

export const listTagsForStream = defineOperation<Input<ListTagsForStreamCommandInput>, ListTagsForStreamCommandOutput>(
  "ListTagsForStream",
  (input, context) => {
    const { record } = requireStream(context, input);
    const { ExclusiveStartTagKey: after, Limit: limit = 50 } = input;
    const keys = Object.keys(record.tags)
      .sort()
      .filter((key) => after === undefined || key > after);
    return {
      Tags: keys.slice(0, limit).map((Key) => ({ Key, Value: record.tags[Key] ?? "" })),
      HasMoreTags: keys.length > limit,
    };
  },
);
