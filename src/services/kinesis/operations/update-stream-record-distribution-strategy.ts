// UpdateStreamRecordDistributionStrategy: says who decides the shard of a record: its partition key, or the service.

import type {
  UpdateStreamRecordDistributionStrategyCommandInput,
  UpdateStreamRecordDistributionStrategyCommandOutput,
} from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidArgument } from "../errors.ts";
import { changeStream, requireActive, requireStream } from "../streams.ts";

export const updateStreamRecordDistributionStrategy = defineOperation<
  Input<UpdateStreamRecordDistributionStrategyCommandInput>,
  UpdateStreamRecordDistributionStrategyCommandOutput
>("UpdateStreamRecordDistributionStrategy", (input, context) => {
  const { reference } = requireStream(context, input);
  changeStream(context.store, reference, (record) => {
    requireActive(record, reference);
    // AWS: "Attempting to set AUTO on a provisioned stream results in an InvalidArgumentException". The wording is inferred.
    if (record.mode !== "ON_DEMAND" && input.RecordDistributionStrategy === "AUTO")
      throw invalidArgument(
        "RecordDistributionStrategy AUTO is only supported for streams with ON_DEMAND capacity mode.",
      );
    return { ...record, distribution: input.RecordDistributionStrategy };
  });
  return {};
});
