// DeleteDeliveryStream: a stream goes, with the records that it has not delivered.

import type { DeleteDeliveryStreamCommandInput, DeleteDeliveryStreamCommandOutput } from "@aws-sdk/client-firehose";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { resourceInUse } from "../errors.ts";
import { changeStream } from "../streams.ts";
import { enqueueTransition } from "../transitions.ts";

export const deleteDeliveryStream = defineOperation<
  Input<DeleteDeliveryStreamCommandInput>,
  DeleteDeliveryStreamCommandOutput
>("DeleteDeliveryStream", ({ DeliveryStreamName: name }, context) => {
  changeStream(
    context,
    name,
    (stream) => {
      if (stream.status === "CREATING")
        throw resourceInUse(`Firehose ${name} under account ${context.account} is in state CREATING.`);
      return { ...stream, status: "DELETING" };
    },
    (tx, stream) => enqueueTransition(context, tx, context, stream),
  );
  return {};
});
