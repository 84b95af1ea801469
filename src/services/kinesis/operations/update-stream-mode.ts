// UpdateStreamMode: changes between provisioned capacity and capacity on demand.

import type { UpdateStreamModeCommandInput, UpdateStreamModeCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { limitExceeded } from "../errors.ts";
import { countChange } from "../limited-changes.ts";
import { changeStream, requireActive, requireStream } from "../streams.ts";
import { enqueueChange } from "../transitions.ts";
import { requireWarmth } from "../warmth.ts";

export const updateStreamMode = defineOperation<Input<UpdateStreamModeCommandInput>, UpdateStreamModeCommandOutput>(
  "UpdateStreamMode",
  (input, context) => {
    const { reference, open } = requireStream(context, input);
    const { StreamMode: mode } = input.StreamModeDetails;
    const { WarmThroughputMiBps: warmMiBps } = input;
    changeStream(context.store, reference, (record, tx) => {
      requireActive(record, reference);
      if (warmMiBps !== undefined) requireWarmth(tx, reference, { isOnDemand: mode === "ON_DEMAND", warmMiBps });
      if (record.mode === mode && warmMiBps === undefined) return undefined;
      // AWS: Developer Guide, "Switch between capacity modes": twice within 24 hours. The wording is inferred.
      const counted = countChange(record, "mode", { most: LIMITS.modeChanges, nowMs: context.clock.nowMs() });
      if (counted === undefined)
        throw limitExceeded(
          `The capacity mode of stream ${record.name} cannot be switched more than ${LIMITS.modeChanges} times in 24 hours.`,
        );
      const { distribution: _distribution, warmMiBps: _warm, ...rest } = counted;
      // AWS: "Switch between capacity modes": the stream keeps its shards; on demand it has four at the least.
      const count = Math.max(open.length, mode === "ON_DEMAND" ? LIMITS.onDemandShards : 1, warmMiBps ?? 0);
      enqueueChange(context, tx, reference, record, { kind: "grow", count });
      return { ...rest, mode, status: "UPDATING", ...(warmMiBps === undefined ? {} : { warmMiBps }) };
    });
    return {};
  },
);
