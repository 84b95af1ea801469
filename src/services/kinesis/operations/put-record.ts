// PutRecord: writes one record.

import type { PutRecordCommandInput, PutRecordCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { append } from "../append.ts";
import { draftOf, requireOrder } from "../drafts.ts";
import { dryRun, rateExceeded } from "../errors.ts";
import { formatShardId } from "../sequence.ts";
import { takeShare } from "../shares.ts";
import { requireUsable } from "../streams.ts";

export const putRecord = defineOperation<Input<PutRecordCommandInput>, PutRecordCommandOutput>(
  "PutRecord",
  async (input, context) => {
    const stream = requireUsable(context, input);
    requireOrder(stream, input.SequenceNumberForOrdering);
    const draft = await draftOf(context, stream, input);
    if (input.DryRun === true) throw dryRun();
    const { isTaken, shard } = takeShare(context, stream, draft);
    if (!isTaken) throw rateExceeded(stream.reference, formatShardId(shard.number));
    const [written] = await append(context, stream, [draft]);
    return {
      ShardId: written?.shardId,
      SequenceNumber: written?.sequenceNumber,
      EncryptionType: draft.record.cipher === undefined ? "NONE" : "KMS",
    };
  },
);
