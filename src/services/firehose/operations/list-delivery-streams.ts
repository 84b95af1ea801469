// ListDeliveryStreams: the names of an account's streams, in alphabetical order.

import type { ListDeliveryStreamsCommandInput, ListDeliveryStreamsCommandOutput } from "@aws-sdk/client-firehose";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { typeOf } from "../describe.ts";
import { listStreams } from "../repo.ts";

// AWS: ListDeliveryStreams: "The default value is 10."
const DEFAULT_LIMIT = 10;

export const listDeliveryStreams = defineOperation<
  Input<ListDeliveryStreamsCommandInput>,
  ListDeliveryStreamsCommandOutput
>("ListDeliveryStreams", (input, context) => {
  const { Limit: limit = DEFAULT_LIMIT, DeliveryStreamType: type, ExclusiveStartDeliveryStreamName: after } = input;
  const names = context.store.read((tx) => {
    const found: string[] = [];
    for (const stream of listStreams(tx, context, after)) {
      if (type !== undefined && typeOf(stream) !== type) continue;
      found.push(stream.name);
      if (found.length > limit) break;
    }
    return found;
  });
  return { DeliveryStreamNames: names.slice(0, limit), HasMoreDeliveryStreams: names.length > limit };
});
