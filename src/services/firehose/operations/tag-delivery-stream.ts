// TagDeliveryStream: adds tags, or changes their values.

import type { TagDeliveryStreamCommandInput, TagDeliveryStreamCommandOutput } from "@aws-sdk/client-firehose";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeTags } from "../streams.ts";
import { addTags } from "../tags.ts";

export const tagDeliveryStream = defineOperation<Input<TagDeliveryStreamCommandInput>, TagDeliveryStreamCommandOutput>(
  "TagDeliveryStream",
  ({ DeliveryStreamName: name, Tags }, context) => {
    changeTags(context, name, (tags) => addTags(tags, Tags));
    return {};
  },
);
