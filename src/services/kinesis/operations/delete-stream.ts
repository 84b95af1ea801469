// DeleteStream: removes a stream with its shards, records and tags.

import type { DeleteStreamCommandInput, DeleteStreamCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { resourceInUse } from "../errors.ts";
import { listConsumers } from "../repo.ts";
import { changeStream, requireStream } from "../streams.ts";
import { enqueueChange } from "../transitions.ts";

export const deleteStream = defineOperation<Input<DeleteStreamCommandInput>, DeleteStreamCommandOutput>(
  "DeleteStream",
  (input, context) => {
    const { reference } = requireStream(context, input);
    changeStream(context.store, reference, (record, tx) => {
      const [consumer] = listConsumers(tx, reference, record.name);
      if (consumer !== undefined && input.EnforceConsumerDeletion !== true)
        // AWS: inferred: "if the stream has registered consumers, the call to DeleteStream fails with a ResourceInUseException".
        throw resourceInUse(
          `Stream ${record.name} under account ${reference.account} has registered consumers. Deregister them, or set EnforceConsumerDeletion.`,
        );
      if (record.status === "DELETING") return undefined;
      enqueueChange(context, tx, reference, record, { kind: "delete" });
      return { ...record, status: "DELETING" };
    });
    return {};
  },
);
