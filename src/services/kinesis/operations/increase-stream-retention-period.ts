// IncreaseStreamRetentionPeriod: keeps records longer; what is gone stays gone.

import type {
  IncreaseStreamRetentionPeriodCommandInput,
  IncreaseStreamRetentionPeriodCommandOutput,
} from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { invalidArgument } from "../errors.ts";
import { changeStream, requireActive, requireStream } from "../streams.ts";

export const increaseStreamRetentionPeriod = defineOperation<
  Input<IncreaseStreamRetentionPeriodCommandInput>,
  IncreaseStreamRetentionPeriodCommandOutput
>("IncreaseStreamRetentionPeriod", (input, context) => {
  const { reference } = requireStream(context, input);
  const { RetentionPeriodHours: hours } = input;
  // AWS: observed (kinesalite's recorded tests), with the limit that there is by now.
  if (hours > LIMITS.mostRetentionHours)
    throw invalidArgument(
      `Maximum allowed retention period is ${LIMITS.mostRetentionHours} hours. Requested retention period (${hours} hours) is too long.`,
    );
  const nowMs = context.clock.nowMs();
  changeStream(context.store, reference, (record) => {
    requireActive(record, reference);
    if (hours < record.retentionHours)
      throw invalidArgument(
        `Requested retention period (${hours} hours) for stream ${record.name} can not be shorter than existing retention period (${record.retentionHours} hours). Use DecreaseRetentionPeriod API.`,
      );
    // AWS: "any data that is older than 24 hours remains inaccessible to consumer applications".
    const horizonMs = Math.max(record.horizonMs, nowMs - record.retentionHours * 3_600_000);
    return { ...record, retentionHours: hours, horizonMs };
  });
  return {};
});
