// DecreaseStreamRetentionPeriod: keeps records for a shorter time; what is older goes.

import type {
  DecreaseStreamRetentionPeriodCommandInput,
  DecreaseStreamRetentionPeriodCommandOutput,
} from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { invalidArgument } from "../errors.ts";
import { changeStream, requireActive, requireStream } from "../streams.ts";
import { enqueueTrim } from "../trim.ts";

export const decreaseStreamRetentionPeriod = defineOperation<
  Input<DecreaseStreamRetentionPeriodCommandInput>,
  DecreaseStreamRetentionPeriodCommandOutput
>("DecreaseStreamRetentionPeriod", (input, context) => {
  const { reference } = requireStream(context, input);
  const { RetentionPeriodHours: hours } = input;
  // AWS: observed (kinesalite's recorded tests).
  if (hours < LIMITS.leastRetentionHours)
    throw invalidArgument(
      `Minimum allowed retention period is ${LIMITS.leastRetentionHours} hours. Requested retention period (${hours} hours) is too short.`,
    );
  const nowMs = context.clock.nowMs();
  changeStream(context.store, reference, (record, tx) => {
    requireActive(record, reference);
    if (hours > record.retentionHours)
      throw invalidArgument(
        `Requested retention period (${hours} hours) for stream ${record.name} can not be longer than existing retention period (${record.retentionHours} hours). Use IncreaseRetentionPeriod API.`,
      );
    enqueueTrim(context, tx, reference, record, { dueAtMs: nowMs, isExtra: true });
    return { ...record, retentionHours: hours };
  });
  return {};
});
