// DescribeLogStreams: a group's streams by name or by their last event. AWS: DescribeLogStreams (API reference).

import type {
  DescribeLogStreamsCommandInput,
  DescribeLogStreamsCommandOutput,
  LogStream,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import type { Scope } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter } from "../errors.ts";
import { chosenGroup, logGroupArn, requireGroup } from "../log-group.ts";
import type { LogStreamRecord } from "../records.ts";
import { listStreams } from "../repo.ts";
import { readPageToken, writeEventId, writePageToken } from "../tokens.ts";

/** What a page has when nothing is asked for. */
const DEFAULT_LIMIT = 50;

export const describeLogStreams = defineOperation<
  Input<DescribeLogStreamsCommandInput>,
  DescribeLogStreamsCommandOutput
>("DescribeLogStreams", (input, context) => {
  const { logStreamNamePrefix: prefix = "", orderBy = "LogStreamName", limit = DEFAULT_LIMIT, nextToken } = input;
  if (orderBy === "LastEventTime" && prefix !== "")
    throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
  const logGroupName = chosenGroup(input);
  const streams = context.store.read((tx) => {
    const { groupId } = requireGroup(tx, context, logGroupName);
    return [...listStreams(tx, context, groupId, prefix)];
  });
  if (orderBy === "LastEventTime") streams.sort((a, b) => (a.lastEventMs ?? 0) - (b.lastEventMs ?? 0));
  if (input.descending === true) streams.reverse();
  const last = nextToken === undefined ? undefined : readPageToken(nextToken);
  const start = last === undefined ? 0 : streams.findIndex((stream) => stream.logStreamName === last) + 1;
  const page = streams.slice(start, start + limit);
  return {
    logStreams: page.map((stream) => describe(stream, context, logGroupName)),
    ...(start + limit < streams.length ? { nextToken: writePageToken(page.at(-1)?.logStreamName ?? "") } : {}),
  };
});

function describe(stream: LogStreamRecord, scope: Scope, logGroupName: string): LogStream {
  const { logStreamName, createdAtMs, firstEventMs, lastEventMs, lastIngestedMs } = stream;
  return {
    logStreamName,
    creationTime: createdAtMs,
    ...(firstEventMs === undefined ? {} : { firstEventTimestamp: firstEventMs }),
    ...(lastEventMs === undefined ? {} : { lastEventTimestamp: lastEventMs }),
    ...(lastIngestedMs === undefined ? {} : { lastIngestionTime: lastIngestedMs }),
    // AWS: sequence tokens are ignored, but old clients still ask for one.
    uploadSequenceToken: writeEventId({ timestampMs: lastIngestedMs ?? createdAtMs, sequence: 0 }),
    arn: `${logGroupArn(scope, logGroupName)}:log-stream:${logStreamName}`,
    // AWS: since 2019 always 0 for streams; the group's figure is the true one.
    storedBytes: 0,
  };
}
