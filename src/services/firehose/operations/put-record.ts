// PutRecord: keeps one record until it is delivered.

import type { PutRecordCommandInput, PutRecordCommandOutput } from "@aws-sdk/client-firehose";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { isEncrypted } from "../encryption.ts";
import { slowDown } from "../errors.ts";
import { put, requireDirectPut } from "../put.ts";

export const putRecord = defineOperation<Input<PutRecordCommandInput>, PutRecordCommandOutput>(
  "PutRecord",
  async ({ DeliveryStreamName: name, Record: { Data } }, context) => {
    const stream = requireDirectPut(context, name);
    const [RecordId] = await put(context, stream, [Data]);
    if (RecordId === undefined) throw slowDown();
    return { RecordId, Encrypted: isEncrypted(stream) };
  },
);
