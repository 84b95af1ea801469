// StartQuery: begins a query over log groups. AWS: StartQuery (API reference).

import type { StartQueryCommandInput, StartQueryCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, limitExceeded, notImplemented } from "../errors.ts";
import { queriedGroups } from "../insights/groups.ts";
import { parseQuery, USUAL_RESULTS } from "../insights/parse.ts";
import { createPipeline } from "../insights/pipeline.ts";
import { listQueries } from "../insights/repo.ts";
import { enqueueQuery } from "../insights/run.ts";
import { requireGroup } from "../log-group.ts";

/** LIMIT: AWS: "CloudWatch Logs quotas": queries of an account at a time. */
const MOST_RUNNING = 100;

export const startQuery = defineOperation<Input<StartQueryCommandInput>, StartQueryCommandOutput>(
  "StartQuery",
  (input, context) => {
    const { queryString, startTime, endTime, limit = USUAL_RESULTS, queryLanguage = "CWLI" } = input;
    if (queryLanguage !== "CWLI") throw notImplemented(`queries in the language ${queryLanguage}`);
    if (startTime > endTime) throw invalidParameter("Start time must not be after end time.");
    const logGroupNames = queriedGroups(input, context);
    const createdAtMs = context.clock.nowMs();
    // All that can be wrong with a query is found before it begins.
    createPipeline(parseQuery(queryString), { nowMs: createdAtMs });
    const queryId = context.random.uuid();
    context.store.write((tx) => {
      for (const name of logGroupNames) requireGroup(tx, context, name);
      if (countRunning(listQueries(tx, context)) >= MOST_RUNNING) throw limitExceeded();
      enqueueQuery(context, tx, context, {
        v: 1,
        queryId,
        queryString,
        logGroupNames,
        // AWS: seconds; the whole of the last one.
        startMs: startTime * 1_000,
        endMs: endTime * 1_000 + 999,
        limit,
        status: "Running",
        createdAtMs,
        userIdentity: "arn" in context.principal ? context.principal.arn : "",
        matched: 0,
        scanned: 0,
        scannedBytes: 0,
        rows: 0,
      });
    });
    return { queryId };
  },
);

function countRunning(queries: Iterable<{ readonly status: string }>): number {
  let running = 0;
  for (const { status } of queries) if (status === "Running") running += 1;
  return running;
}
