// TagDeliveryStream: adds tags, or changes their values.

import type { TagDeliveryStreamCommandInput, TagDeliveryStreamCommandOutput } from "@aws-sdk/client-firehose";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeStream } from "../streams.ts";
import { addTags } from "../tags.ts";

export const tagDeliveryStream = defineOperation<Input<TagDeliveryStreamCommandInput>, TagDeliveryStreamCommandOutput>(
  "TagDeliveryStream",
  ({ DeliveryStreamName: name, Tags }, context) => {
    changeStream(context, name, (stream) => ({ ...stream, tags: addTags(stream.tags, Tags) }));
    return {};
  },
);
