// GetShardIterator: where a reader begins.

import type { GetShardIteratorCommandInput, GetShardIteratorCommandOutput } from "@aws-sdk/client-dynamodb-streams";
import { AwsError } from "../../../../kernel/errors.ts";
import type { Input } from "../../../../service/apis.ts";
import type { Context } from "../../../../service/context.ts";
import { defineOperation } from "../../../../service/service.ts";
import { trimmedDataAccess, validationError } from "../../errors.ts";
import { lastSequence, walkChanges } from "../../repo.ts";
import { requireStream, type FoundStream } from "../access.ts";
import { formatIterator } from "../iterator.ts";
import { RETENTION_MS } from "../streams.ts";

type IteratorInput = Input<GetShardIteratorCommandInput>;

/** GetShardIterator. */
export const getShardIterator = defineOperation<IteratorInput, GetShardIteratorCommandOutput>(
  "GetShardIterator",
  (input, context) => {
    const found = requireStream(context, input.StreamArn);
    if (input.ShardId !== found.stream.shardId)
      throw new AwsError({
        code: "ResourceNotFoundException",
        message: `Requested resource not found: Shard does not exist: ${input.ShardId}`,
      });
    return {
      ShardIterator: formatIterator({
        streamArn: input.StreamArn,
        afterSequence: position(input, found, context),
        issuedAtMs: context.clock.nowMs(),
      }),
    };
  },
);

function position(input: IteratorInput, { reference, stream }: FoundStream, context: Context): string | undefined {
  const { ShardIteratorType: type, SequenceNumber: sequence } = input;
  if (type === "TRIM_HORIZON") return undefined;
  if (type === "LATEST") return context.store.read((tx) => lastSequence(tx, reference, stream));
  if (sequence === undefined) throw validationError(`SequenceNumber is required for ShardIteratorType ${type}`);
  if (!/^\d{21,40}$/.test(sequence)) throw validationError(`Invalid SequenceNumber: ${sequence}`);
  checkNotTrimmed(sequence, { reference, stream }, context);
  // Numbers have one length, so the number below is the text of the number less one.
  return type === "AFTER_SEQUENCE_NUMBER" ? sequence : String(BigInt(sequence) - 1n).padStart(sequence.length, "0");
}

/** Throws if records after the sequence number have been removed already. */
function checkNotTrimmed(sequence: string, { reference, stream }: FoundStream, context: Context): void {
  if (stream.createdAtMs > context.clock.nowMs() - RETENTION_MS) return;
  const first = context.store.read((tx) => [...walkChanges(tx, reference, stream, undefined, 1)][0]?.sequence);
  if (sequence < (first ?? "") || Number(sequence.slice(0, 13)) < context.clock.nowMs() - RETENTION_MS)
    throw trimmedDataAccess();
}
