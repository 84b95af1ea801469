// StopQuery: ends a query that runs; it has no results then. AWS: StopQuery (API reference).

import type { StopQueryCommandInput, StopQueryCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, queryNotFound } from "../errors.ts";
import { loadQuery, saveQuery } from "../insights/repo.ts";

export const stopQuery = defineOperation<Input<StopQueryCommandInput>, StopQueryCommandOutput>(
  "StopQuery",
  ({ queryId }, context) => {
    context.store.write((tx) => {
      const query = loadQuery(tx, context, queryId);
      if (query === undefined) throw queryNotFound();
      // AWS: "If the query has already ended, the operation returns an error indicating that the specified query is not running."
      if (query.status !== "Running")
        throw invalidParameter(`Query "${queryId}" is not in Running or Scheduled state: ${query.status}`);
      const durationMs = context.clock.nowMs() - query.createdAtMs;
      saveQuery(tx, context, { ...query, status: "Cancelled", durationMs });
    });
    return { success: true };
  },
);
