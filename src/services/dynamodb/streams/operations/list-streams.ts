// ListStreams: the streams of one table or of all, also those that were disabled in the last 24 hours.

import type { ListStreamsCommandInput, ListStreamsCommandOutput } from "@aws-sdk/client-dynamodb-streams";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { listStreams as list } from "../../repo.ts";
import { parseStreamArn, parseTableReference, streamArn } from "../../tables/names.ts";
import { streamNotFound } from "../../errors.ts";

/** LIMIT: of the service. */
const DEFAULT_LIMIT = 100;

/** ListStreams. */
export const listStreams = defineOperation<Input<ListStreamsCommandInput>, ListStreamsCommandOutput>(
  "ListStreams",
  (input, context) => {
    const limit = Math.min(input.Limit ?? DEFAULT_LIMIT, DEFAULT_LIMIT);
    const start = input.ExclusiveStartStreamArn;
    const after = start === undefined ? undefined : parseStreamArn(start);
    if (start !== undefined && after === undefined) throw streamNotFound(start);
    const reference = input.TableName === undefined ? undefined : parseTableReference(input.TableName, context);
    const tableName = reference?.tableName;
    const streams = context.store.read((tx) =>
      list(tx, reference ?? context, {
        ...(tableName !== undefined && { tableName }),
        ...(after !== undefined && { after }),
        limit: limit + 1,
      }),
    );
    const shown = streams.slice(0, limit).map((stream) => ({
      StreamArn: streamArn(context, stream.tableName, stream.label),
      TableName: stream.tableName,
      StreamLabel: stream.label,
    }));
    const last = shown.at(-1);
    return {
      Streams: shown,
      ...(streams.length > limit && last !== undefined && { LastEvaluatedStreamArn: last.StreamArn }),
    };
  },
);
