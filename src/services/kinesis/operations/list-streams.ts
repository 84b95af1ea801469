// ListStreams: an account's streams by name.

import type { ListStreamsCommandInput, ListStreamsCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeInList } from "../describe.ts";
import { formatListToken, parseListToken, requireFreshToken } from "../list-token.ts";
import { listStreams as walkStreams } from "../repo.ts";

export const listStreams = defineOperation<Input<ListStreamsCommandInput>, ListStreamsCommandOutput>(
  "ListStreams",
  (input, context) => {
    const { ExclusiveStartStreamName: start, NextToken: token, Limit: limit = 100 } = input;
    const nowMs = context.clock.nowMs();
    const before = token === undefined ? undefined : parseListToken(token);
    if (before !== undefined) requireFreshToken(before, nowMs);
    const after = before?.after ?? start;
    // AWS: ListStreams: "If you specify a value greater than 100, at most 100 results are returned."
    const most = Math.min(limit, 100);
    const found = context.store.read((tx) => {
      const page = [];
      for (const record of walkStreams(tx, context, after)) {
        page.push(record);
        if (page.length > most) break;
      }
      return page;
    });
    const page = found.slice(0, most);
    const last = page.at(-1);
    return {
      StreamNames: page.map(({ name }) => name),
      StreamSummaries: page.map((record) => describeInList(context, record)),
      HasMoreStreams: found.length > most,
      ...(found.length > most && last !== undefined
        ? { NextToken: formatListToken({ streamArn: "", after: last.name, issuedAtMs: nowMs }) }
        : {}),
    };
  },
);
