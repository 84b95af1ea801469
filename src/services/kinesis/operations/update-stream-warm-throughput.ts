// UpdateStreamWarmThroughput: keeps a stream on demand ready for so much.

import type {
  UpdateStreamWarmThroughputCommandInput,
  UpdateStreamWarmThroughputCommandOutput,
} from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeWarmth } from "../describe.ts";
import { changeStream, requireActive, requireStream } from "../streams.ts";
import { enqueueChange } from "../transitions.ts";
import { requireWarmth } from "../warmth.ts";

export const updateStreamWarmThroughput = defineOperation<
  Input<UpdateStreamWarmThroughputCommandInput>,
  UpdateStreamWarmThroughputCommandOutput
>("UpdateStreamWarmThroughput", (input, context) => {
  const { reference, arn, open } = requireStream(context, input);
  const { WarmThroughputMiBps: warmMiBps } = input;
  changeStream(context.store, reference, (record, tx) => {
    requireActive(record, reference);
    requireWarmth(tx, reference, { isOnDemand: record.mode === "ON_DEMAND", warmMiBps });
    enqueueChange(context, tx, reference, record, { kind: "grow", count: Math.max(open.length, warmMiBps) });
    return { ...record, warmMiBps, status: "UPDATING" };
  });
  return {
    StreamARN: arn,
    StreamName: reference.streamName,
    WarmThroughput: describeWarmth(warmMiBps, open.length),
  };
});
