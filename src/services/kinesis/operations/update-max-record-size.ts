// UpdateMaxRecordSize: changes how large a record may be.

import type { UpdateMaxRecordSizeCommandInput, UpdateMaxRecordSizeCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeStream, requireActive, requireStream } from "../streams.ts";
import { enqueueChange } from "../transitions.ts";

export const updateMaxRecordSize = defineOperation<
  Input<UpdateMaxRecordSizeCommandInput>,
  UpdateMaxRecordSizeCommandOutput
>("UpdateMaxRecordSize", (input, context) => {
  const { reference } = requireStream(context, input);
  changeStream(context.store, reference, (record, tx) => {
    requireActive(record, reference);
    enqueueChange(context, tx, reference, record, { kind: "activate" });
    return { ...record, maxRecordKiB: input.MaxRecordSizeInKiB, status: "UPDATING" };
  });
  return {};
});
