// PutRecords: writes up to 500 records; those for which their shard has no room are answered with an error each.

import type { PutRecordsCommandInput, PutRecordsCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import type { PutRecordsResultEntry } from "@aws-sdk/client-kinesis";
import { append, type Draft } from "../append.ts";
import { LIMITS } from "../constraints.ts";
import { draftOf } from "../drafts.ts";
import { invalidArgument, rateExceeded } from "../errors.ts";
import { formatShardId } from "../sequence.ts";
import { takeShare } from "../shares.ts";
import { requireUsable } from "../streams.ts";

export const putRecords = defineOperation<Input<PutRecordsCommandInput>, PutRecordsCommandOutput>(
  "PutRecords",
  async (input, context) => {
    const stream = requireUsable(context, input);
    const bytes = input.Records.reduce(
      (sum, { Data, PartitionKey = "" }) => sum + Data.length + Buffer.byteLength(PartitionKey),
      0,
    );
    // AWS: observed (kinesalite's recorded tests), with the limit that there is by now.
    if (bytes > LIMITS.putRecordsBytes) throw invalidArgument("Records size exceeds 10 MB limit");
    const drafts: Draft[] = [];
    for (const record of input.Records) {
      const draft = draftOf(context, stream, record);
      // Only KMS has to be waited for.
      drafts.push(draft instanceof Promise ? await draft : draft);
    }
    const taken: Draft[] = [];
    const refusals = drafts.map((draft): PutRecordsResultEntry | undefined => {
      const { isTaken, shard } = takeShare(context, stream, draft);
      if (!isTaken) {
        const { code, message } = rateExceeded(stream.reference, formatShardId(shard.number));
        return { ErrorCode: code, ErrorMessage: message };
      }
      taken.push(draft);
      return undefined;
    });
    const written = (taken.length === 0 ? [] : await append(context, stream, taken)).values();
    const Records = refusals.map((refusal) => {
      if (refusal !== undefined) return refusal;
      const { value } = written.next();
      return { ShardId: value?.shardId, SequenceNumber: value?.sequenceNumber };
    });
    return {
      Records,
      FailedRecordCount: drafts.length - taken.length,
      EncryptionType: stream.record.encryptionKeyId === undefined ? "NONE" : "KMS",
    };
  },
);
