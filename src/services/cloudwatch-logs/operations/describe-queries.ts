// DescribeQueries: the queries of the last week, from the newest on. AWS: DescribeQueries (API reference).

import type { DescribeQueriesCommandInput, DescribeQueriesCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { listQueries } from "../insights/repo.ts";
import { requireGroup } from "../log-group.ts";
import { readPageToken, writePageToken } from "../tokens.ts";

/** LIMIT: ours where nothing is said: AWS does not say how long its pages are then. */
const DEFAULT_RESULTS = 50;

export const describeQueries = defineOperation<Input<DescribeQueriesCommandInput>, DescribeQueriesCommandOutput>(
  "DescribeQueries",
  ({ logGroupName, status, queryLanguage, maxResults = DEFAULT_RESULTS, nextToken }, context) => {
    const after = nextToken === undefined ? undefined : readPageToken(nextToken);
    return context.store.read((tx) => {
      if (logGroupName !== undefined) requireGroup(tx, context, logGroupName);
      const wanted = [...listQueries(tx, context)].filter(
        (query) =>
          (logGroupName === undefined || query.logGroupNames.includes(logGroupName)) &&
          (status === undefined || query.status === status) &&
          (queryLanguage === undefined || queryLanguage === "CWLI"),
      );
      const from = after === undefined ? 0 : wanted.findIndex(({ queryId }) => queryId === after) + 1;
      const page = wanted.slice(from, from + maxResults);
      return {
        queries: page.map((query) => ({
          queryLanguage: "CWLI" as const,
          queryId: query.queryId,
          queryString: query.queryString,
          status: query.status,
          createTime: query.createdAtMs,
          logGroupName: query.logGroupNames[0],
          ...(query.durationMs === undefined ? {} : { queryDuration: query.durationMs }),
          bytesScanned: query.scannedBytes,
          userIdentity: query.userIdentity,
        })),
        ...(from + maxResults < wanted.length ? { nextToken: writePageToken(page.at(-1)?.queryId ?? "") } : {}),
      };
    });
  },
);
