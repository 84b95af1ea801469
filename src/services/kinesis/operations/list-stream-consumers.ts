// ListStreamConsumers: a stream's consumers, page by page.

import type { ListStreamConsumersCommandInput, ListStreamConsumersCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeConsumer } from "../describe.ts";
import { formatListToken, parseListToken, requireFreshToken } from "../list-token.ts";
import { listConsumers } from "../repo.ts";
import { requireReadable, requireStream } from "../streams.ts";

export const listStreamConsumers = defineOperation<
  Input<ListStreamConsumersCommandInput>,
  ListStreamConsumersCommandOutput
>("ListStreamConsumers", (input, context) => {
  const { reference, arn, record } = requireStream(context, input);
  requireReadable(record, reference);
  const nowMs = context.clock.nowMs();
  const before = input.NextToken === undefined ? undefined : parseListToken(input.NextToken);
  if (before !== undefined) requireFreshToken(before, nowMs);
  // AWS: ListStreamConsumers: "If you specify a value greater than 100, at most 100 results are returned."
  const most = Math.min(input.MaxResults ?? 100, 100);
  const found = context.store.read((tx) => [...listConsumers(tx, reference, record.name, before?.after)]);
  const page = found.slice(0, most);
  const last = page.at(-1);
  return {
    Consumers: page.map((consumer) => describeConsumer(reference, consumer)),
    ...(found.length > most && last !== undefined
      ? { NextToken: formatListToken({ streamArn: arn, after: last.name, issuedAtMs: nowMs }) }
      : {}),
  };
});
