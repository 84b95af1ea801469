// UntagDeliveryStream: removes tags; those that are not there are not missed.

import type { UntagDeliveryStreamCommandInput, UntagDeliveryStreamCommandOutput } from "@aws-sdk/client-firehose";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeTags } from "../streams.ts";
import { removeTags } from "../tags.ts";

export const untagDeliveryStream = defineOperation<
  Input<UntagDeliveryStreamCommandInput>,
  UntagDeliveryStreamCommandOutput
>("UntagDeliveryStream", ({ DeliveryStreamName: name, TagKeys }, context) => {
  changeTags(context, name, (tags) => removeTags(tags, TagKeys));
  return {};
});
