// DescribeStreamSummary: a stream's settings, and how many open shards and consumers it has.

import type { DescribeStreamSummaryCommandInput, DescribeStreamSummaryCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeSummary } from "../describe.ts";
import { listConsumers } from "../repo.ts";
import { requireStream } from "../streams.ts";

export const describeStreamSummary = defineOperation<
  Input<DescribeStreamSummaryCommandInput>,
  DescribeStreamSummaryCommandOutput
>("DescribeStreamSummary", (input, context) => {
  const { reference, record, open } = requireStream(context, input);
  const consumers = context.store.read((tx) => [...listConsumers(tx, reference, record.name)].length);
  const openShards = record.status === "CREATING" ? 0 : open.length;
  return { StreamDescriptionSummary: describeSummary(reference, record, { openShards, consumers }) };
});
