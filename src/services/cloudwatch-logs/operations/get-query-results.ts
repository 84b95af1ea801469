// GetQueryResults: what a query has found. AWS: GetQueryResults (API reference).

import type { GetQueryResultsCommandInput, GetQueryResultsCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, queryNotFound } from "../errors.ts";
import { loadQuery, loadResults } from "../insights/repo.ts";
import { readPageToken, writePageToken } from "../tokens.ts";

/** LIMIT: AWS: GetQueryResults: rows of a page. */
const PAGE_RESULTS = 10_000;

export const getQueryResults = defineOperation<Input<GetQueryResultsCommandInput>, GetQueryResultsCommandOutput>(
  "GetQueryResults",
  ({ queryId, nextToken, maxItems }, context) => {
    const from = nextToken === undefined ? 0 : Number(readPageToken(nextToken));
    if (!Number.isSafeInteger(from)) throw invalidParameter("The specified nextToken is invalid.");
    return context.store.read((tx) => {
      const query = loadQuery(tx, context, queryId);
      if (query === undefined) throw queryNotFound();
      const { rows, status, matched, scanned, scannedBytes, logGroupNames } = query;
      const found = loadResults(
        tx,
        context,
        queryId,
        from,
        maxItems === undefined || maxItems === 0 ? PAGE_RESULTS : maxItems,
      );
      const until = from + found.length;
      return {
        queryLanguage: "CWLI",
        results: found.map((row) => row.map((field) => ({ ...field }))),
        statistics: {
          recordsMatched: matched,
          recordsScanned: scanned,
          estimatedRecordsSkipped: 0,
          bytesScanned: scannedBytes,
          estimatedBytesSkipped: 0,
          logGroupsScanned: logGroupNames.length,
        },
        status,
        ...(until < rows ? { nextToken: writePageToken(String(until)) } : {}),
      };
    });
  },
);
