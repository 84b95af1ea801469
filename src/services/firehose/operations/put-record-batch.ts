// PutRecordBatch: keeps up to 500 records; those for which there is no room now are answered with an error each.

import type { PutRecordBatchCommandInput, PutRecordBatchCommandOutput } from "@aws-sdk/client-firehose";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { isEncrypted } from "../encryption.ts";
import { invalidArgument, slowDown } from "../errors.ts";
import { put, requireDirectPut } from "../put.ts";

export const putRecordBatch = defineOperation<Input<PutRecordBatchCommandInput>, PutRecordBatchCommandOutput>(
  "PutRecordBatch",
  async ({ DeliveryStreamName: name, Records: records }, context) => {
    const stream = requireDirectPut(context, name);
    const bytes = records.reduce((sum, { Data }) => sum + Data.length, 0);
    // AWS: PutRecordBatch: "up to a limit of 4 MB for the entire request" (the wording is as clients' logs have it).
    if (bytes > LIMITS.batchBytes) throw invalidArgument("Records size exceeds 4 MB limit");
    const ids = await put(
      context,
      stream,
      records.map(({ Data }) => Data),
    );
    if (ids.length === 0) throw slowDown();
    const { code, message } = slowDown();
    return {
      FailedPutCount: records.length - ids.length,
      Encrypted: isEncrypted(stream),
      RequestResponses: records.map((_, at) => {
        const RecordId = ids[at];
        return RecordId === undefined ? { ErrorCode: code, ErrorMessage: message } : { RecordId };
      }),
    };
  },
);
